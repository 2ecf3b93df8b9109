import { z } from 'zod'
import { imageSchema } from './live.ts'
import { failuresSchema } from './procedure.ts'
import { technologySchema } from './technology.ts'

const bytes = z.number().nonnegative()

/** All images of one engine together. */
const imageSumSchema = z.strictObject({
  /** Of their layers, each once; null where the engine does not tell of one of them. */
  bytes: bytes.nullable(),
  /** Of the layers that no image with a container stands on: what returns when all unused images are removed. */
  unusedBytes: bytes.nullable(),
})
export type ImageSum = z.infer<typeof imageSumSchema>

const imageTotalSchema = imageSumSchema.extend({ technology: technologySchema })
export type ImageTotal = z.infer<typeof imageTotalSchema>

export const imageOverviewSchema = z.strictObject({
  images: z.array(imageSchema),
  totals: z.array(imageTotalSchema),
  failures: failuresSchema,
})
export type ImageOverview = z.infer<typeof imageOverviewSchema>
