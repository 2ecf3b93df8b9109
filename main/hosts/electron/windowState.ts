import type { Rectangle } from 'electron'
import { z } from 'zod'

/** Where the window was. Pure: displays are handed in. All in device-independent pixels. */

const pixels = z.int().min(-100_000).max(100_000)
const size = z.int().min(1).max(100_000)

export const windowStateSchema = z.strictObject({
  /** Of the window that is not maximised. */
  bounds: z.strictObject({ x: pixels, y: pixels, width: size, height: size }),
  isMaximised: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const smallestWindow = { width: 1024, height: 700 } as const
const firstWindow = { width: 1280, height: 860 } as const

export type Placement = Pick<Rectangle, 'width' | 'height'> & Partial<Pick<Rectangle, 'x' | 'y'>>

/**
 * Where a window opens: as it was, moved and shrunk into the display that has most of it; of the first size, where the system
 * puts it, when no display has any of it. `areas`: what each display leaves to windows.
 */
export function placeWindow(state: WindowState | null, areas: readonly Rectangle[]): Placement {
  if (state === null) return firstWindow
  const { bounds } = state
  const area = areas.toSorted((a, b) => measureOverlap(b, bounds) - measureOverlap(a, bounds))[0]
  if (area === undefined || measureOverlap(area, bounds) === 0) return firstWindow
  const width = clamp(bounds.width, smallestWindow.width, area.width)
  const height = clamp(bounds.height, smallestWindow.height, area.height)
  return {
    x: clamp(bounds.x, area.x, area.x + area.width - width),
    y: clamp(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

/** The most wins over the least: a display may be smaller than the smallest window. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

/** Square pixels. */
function measureOverlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}
