import { create } from 'zustand'
import type { ImageOverview, ImageTotal } from '../../main/contract/imageOverview.ts'
import type { Image } from '../../main/contract/live.ts'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

interface ImagesState {
  /** Null before the first answer. */
  readonly images: readonly Image[] | null
  readonly totals: readonly ImageTotal[]
  /** Engines that could not be asked. */
  readonly failures: ImageOverview['failures']
  readonly problem: Problem | null
}

export const useImages = create<ImagesState>(() => ({ images: null, totals: [], failures: [], problem: null }))

/** What there is, until aborted or the connection ends. Rows of before stay until the first answer. */
export async function watchImages(signal: AbortSignal): Promise<void> {
  useImages.setState({ problem: null })
  try {
    for await (const overview of await client.images.watch({}, { signal })) useImages.setState(overview)
  } catch (error) {
    // A lost connection tells of itself, and the next one reads again.
    if (!signal.aborted && !isLost(error)) useImages.setState({ problem: toProblem(error) })
  }
}
