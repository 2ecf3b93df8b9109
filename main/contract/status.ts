import { z } from 'zod'

/** What the status bar shows, read once a second. */
export const statusSchema = z.strictObject({
  /** Of this app itself, as a share of one core; null for the first reading. */
  cpuShare: z.number().nullable(),
  /** Resident memory of this app itself, in bytes. */
  memoryBytes: z.int(),
  host: z.strictObject({
    /** Of all cores together, 0 to 1; null for the first reading. */
    cpuShare: z.number().min(0).max(1).nullable(),
    /** All but what the kernel calls available, in bytes. */
    memoryUsed: z.number().nonnegative(),
    memoryTotal: z.number().nonnegative(),
  }),
  /** Entries of the ledger whose owner is dead: what `maintenance.sweep` removes. Null while the ledger cannot be read. */
  leftBehind: z.int().min(0).nullable(),
})
export type Status = z.infer<typeof statusSchema>
