import type { ErrorData } from '../contract/errors.ts'
import type { Image } from '../contract/live.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { toEngineError } from '../model/engineError.ts'

/** Milliseconds: sizes of hundreds of images take an engine a while the first time. */
const deadline = 60_000

interface ImageList {
  readonly images: Image[]
  readonly failures: { technology: Technology; error: ErrorData }[]
}

/** Of every engine that has images. One that is not installed has none; one that fails or does not answer is named. */
export async function listImages(drivers: readonly Driver[], signal: AbortSignal): Promise<ImageList> {
  const list: ImageList = { images: [], failures: [] }
  await Promise.all(
    drivers.map(async ({ technology, images }) => {
      if (!images) return
      try {
        const options = { clock: systemClock, engine: technology, deadline, signal }
        list.images.push(...(await callWithDeadline(options, images)))
      } catch (error) {
        const reason = toEngineError(error, technology)
        if (reason.code !== 'not_installed') list.failures.push({ technology, error: reason.toData() })
      }
    }),
  )
  const key = ({ technology, names, id }: Image) => `${technology} ${names[0] ?? ''} ${id}`
  list.images.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return list
}
