import { z } from 'zod'
import { instanceIdSchema } from './instance.ts'
import { budgetMinutesSchema, profileIdSchema, roundsSchema } from './run.ts'

const pricePerHour = z.number().nonnegative().max(1_000_000)

export const maxFavourites = 50

/** What the user has set; kept in the store, the same for every door. */
export const settingsSchema = z.strictObject({
  /** `system` follows the operating system's setting. */
  theme: z.enum(['system', 'light', 'dark']),
  /** How bytes are written in the window: MiB (2^20) or MB (10^6). Reports and exports always use binary units. */
  byteUnits: z.enum(['binary', 'decimal']),
  profile: profileIdSchema,
  /** Null: as the profile has it. */
  rounds: roundsSchema.nullable(),
  /** Null: as the profile has it. */
  budgetMinutes: budgetMinutesSchema.nullable(),
  /** Whether the form of the next comparison stays open beside a run that is shown. */
  comparisonFormOpen: z.boolean(),
  /** What an hour of a virtual CPU and of a GiB of memory costs; null: no cost is computed. */
  prices: z
    .strictObject({ currency: z.string().min(1).max(8), vcpuHour: pricePerHour, gibHour: pricePerHour })
    .nullable(),
  /** The welcome has been read. */
  welcomed: z.boolean(),
  /** Instances the user starred, by id: the tray offers to start them. One that is gone stays until it is taken out. */
  favourites: z.array(instanceIdSchema).max(maxFavourites),
})
export type Settings = z.infer<typeof settingsSchema>

export const settingsChangeSchema = settingsSchema.partial()
export type SettingsChange = z.infer<typeof settingsChangeSchema>
