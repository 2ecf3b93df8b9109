import { expect, test } from 'vitest'
import { drawDensityChart } from '../../../../main/model/charts/densityChart.ts'
import type { DensityRow } from '../../../../main/model/charts/densityEnds.ts'
import type { Drawing } from '../../../../main/model/drawing/drawing.ts'
import { estimateWidth } from '../../../../main/model/drawing/textWidth.ts'

const limit = 'processes and threads (pids.max of /system.slice/docker.service)'

/** Two that end at nearly one place, and one that ends at this machine's memory. */
const rows: readonly DensityRow[] = [
  row('Docker', 0, 2.7e6, { instances: 1020, limit }),
  row('Docker with Python', 1, 2.7e6, { instances: 1019, limit }),
  row('QEMU virtual machine', 0, 2e8, { instances: 117, limit: 'memory, by the fall of MemAvailable' }),
]

function row(title: string, variant: number, each: number, projection: DensityRow['projection']): DensityRow {
  const points = [1, 2, 4, 8, 12, 16].map((instances) => ({ instances, bytes: 1e7 + each * instances }))
  return {
    title,
    technology: title.startsWith('Q') ? 'qemu' : 'docker',
    variant,
    points,
    perInstance: each,
    projection,
  }
}

interface Words {
  readonly x: number
  readonly y: number
  readonly text: string
}

function listWords({ tag, attributes, children }: Drawing): readonly Words[] {
  const own = tag === 'text' ? [{ x: Number(attributes.x), y: Number(attributes.y), text: children.join('') }] : []
  return [...own, ...children.flatMap((child) => (typeof child === 'string' ? [] : listWords(child)))]
}

const draw = (width: number) => listWords(drawDensityChart('d', 'Density', 24 * 2 ** 30, rows, width))

test.each([440, 564, 1_040])(
  'in a width of %i the whole limit of every projection is there, and within the chart',
  (width) => {
    const words = draw(width)
    expect(
      words
        .map(({ text }) => text)
        .join(' ')
        .replaceAll('\u00a0', ' '),
    ).toContain(`≈ 1020, then ${limit}`)
    // Those of the legend: what begins behind the names.
    for (const { x, text } of words.filter((one) => one.x >= 172 && one.y > 270 && !one.text.startsWith('instances'))) {
      expect(x + estimateWidth(text, 12)).toBeLessThanOrEqual(width)
    }
  },
)

test.each([440, 1_040])('in a width of %i no number at the end of a projection covers another', (width) => {
  const ends = draw(width).filter(({ text }) => text.startsWith('≈'))
  expect(ends.map(({ text }) => text)).toEqual(['≈ 1020', '≈ 1019', '≈ 117'])
  const [one, other] = ends
  expect(Math.abs((one?.y ?? 0) - (other?.y ?? 0))).toBeGreaterThanOrEqual(14)
  for (const { x, text } of ends) expect(x + estimateWidth(text, 10.5)).toBeLessThanOrEqual(width)
})
