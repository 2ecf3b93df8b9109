import type { Image } from '../contract/live.ts'
import type { Driver } from '../drivers/driver.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { type Answers, askEngines } from './askEngines.ts'

/** Milliseconds: sizes of hundreds of images take an engine a while the first time. */
const deadline = 60_000

/** Of every engine that has images; one that does not answer in time is named among the failures. */
export async function listImages(
  drivers: readonly Driver[],
  signal: AbortSignal,
): Promise<{ readonly images: Image[]; readonly failures: Answers<Image>['failures'] }> {
  const { found, failures } = await askEngines(
    drivers,
    async ({ technology, images }) =>
      images ? callWithDeadline({ clock: systemClock, engine: technology, deadline, signal }, images.list) : [],
    ({ names, id }) => `${names[0] ?? ''} ${id}`,
  )
  return { images: found, failures }
}
