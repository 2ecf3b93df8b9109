import { z } from 'zod'

const bytes = z.number().nonnegative()

export const layerStateSchema = z.enum(['waiting', 'moving', 'checking', 'unpacking', 'done', 'present', 'retrying'])
/** `present`: it was there already and is not moved. `retrying`: its connection broke, and the engine tries again. */
export type LayerState = z.infer<typeof layerStateSchema>

export const layerTransferSchema = z.strictObject({
  /** As the engine shows it: the first digits of a digest. */
  id: z.string(),
  state: layerStateSchema,
  /** That have come or gone so far; while it is unpacked, those unpacked. */
  bytes,
  /** Null until the engine tells. */
  total: bytes.nullable(),
})
export type LayerTransfer = z.infer<typeof layerTransferSchema>

/** An image on its way from or to a registry. */
export const transferSchema = z.strictObject({
  layers: z.array(layerTransferSchema),
  /** Of the last seconds; null while nothing moves. */
  bytesPerSecond: bytes.nullable(),
})
export type Transfer = z.infer<typeof transferSchema>
