import { answer } from '../control.ts'
import { Emitter } from '../refusal.ts'
import type { Bounds } from '../verbs.ts'

type Parts =
  | 'getAllDisplays'
  | 'getPrimaryDisplay'
  | 'getDisplayMatching'
  | 'getDisplayNearestPoint'
  | 'getCursorScreenPoint'

class Screen extends Emitter implements Pick<Electron.Screen, Parts> {
  displays: readonly Bounds[] = [{ x: 0, y: 0, width: 1920, height: 1080 }]
  getAllDisplays = (): Electron.Display[] => this.displays.map(describe)
  getPrimaryDisplay = (): Electron.Display => this.getDisplayNearestPoint({ x: 0, y: 0 })
  getDisplayMatching = (rectangle: Electron.Rectangle): Electron.Display =>
    this.closest((each) => -overlap(each, rectangle))
  getDisplayNearestPoint = (point: Electron.Point): Electron.Display => this.closest((each) => distance(each, point))
  getCursorScreenPoint = (): Electron.Point => ({ x: 0, y: 0 })
  private closest(rate: (display: Bounds) => number): Electron.Display {
    const [best] = this.getAllDisplays().toSorted((one, two) => rate(one.bounds) - rate(two.bounds))
    if (!best) throw new Error('There is no display.')
    return best
  }
}

function describe(bounds: Bounds, index: number): Electron.Display {
  const { width, height } = bounds
  const known: Partial<Electron.Display> = {
    id: index + 1,
    label: `display ${index + 1}`,
    bounds,
    workArea: bounds,
    size: { width, height },
    workAreaSize: { width, height },
    scaleFactor: 1,
    rotation: 0,
    internal: index === 0,
  }
  return known as Electron.Display
}

function overlap(one: Bounds, two: Bounds): number {
  const width = Math.min(one.x + one.width, two.x + two.width) - Math.max(one.x, two.x)
  const height = Math.min(one.y + one.height, two.y + two.height) - Math.max(one.y, two.y)
  return Math.max(0, width) * Math.max(0, height)
}

function distance({ x, y, width, height }: Bounds, point: Electron.Point): number {
  const away = (value: number, from: number, to: number) => Math.max(from - value, 0, value - to)
  return Math.hypot(away(point.x, x, x + width), away(point.y, y, y + height))
}

export const screen = new Screen()

answer({
  setDisplays: (displays) => {
    screen.displays = displays
    screen.emit('display-metrics-changed', {}, screen.getPrimaryDisplay(), ['bounds', 'workArea'])
  },
})
