import { technologyLooks } from '../technologyLook.ts'
import { type Drawing, draw } from './drawing.ts'
import { type Palette, paintDrawing } from './paintDrawing.ts'
import { serialiseDrawing } from './serialiseDrawing.ts'

export interface Picture {
  /** A file of its own: SVG with its title, ground and colours in it. */
  readonly svg: string
  /** In units of SVG, which are CSS pixels. */
  readonly width: number
  readonly height: number
}

export type PictureTheme = 'light' | 'dark'

const padding = 16
const titleHeight = 24

const grounds = {
  light: { text: '#1a2330', dim: '#566374', line: '#dde3ea', panel: '#ffffff' },
  dark: { text: '#e6edf3', dim: '#93a0b0', line: '#2a323d', panel: '#161b22' },
} as const

/** A chart as it leaves the app: nothing outside the picture is needed to read it. */
export function drawPicture(title: string, chart: Drawing, theme: PictureTheme): Picture {
  const palette = createPalette(theme)
  const [, , chartWidth = 0, chartHeight = 0] = String(chart.attributes.viewBox).split(' ').map(Number)
  const width = chartWidth + 2 * padding
  const height = chartHeight + titleHeight + 2 * padding
  const inner = paintDrawing(chart, palette)
  const picture = draw(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'Inter, Segoe UI, system-ui, DejaVu Sans, sans-serif',
    },
    draw('rect', { width, height, fill: palette.panel }),
    draw('text', { x: padding, y: padding + 12, fill: palette.text, 'font-size': 14, 'font-weight': 600 }, title),
    {
      ...inner,
      attributes: {
        ...inner.attributes,
        x: padding,
        y: padding + titleHeight,
        width: chartWidth,
        height: chartHeight,
      },
    },
  )
  return { svg: serialiseDrawing(picture), width, height }
}

function createPalette(theme: PictureTheme): Palette {
  const technologies = Object.fromEntries(Object.entries(technologyLooks).map(([name, look]) => [name, look[theme]]))
  return { ...grounds[theme], technologies: technologies as Palette['technologies'] }
}
