import { expect, test } from 'vitest'
import { drawPicture } from '../../../../../main/model/drawing/drawPicture.ts'
import { technologyLooks } from '../../../../../main/model/technologyLook.ts'
import { buildMeansTable, buildTotalsFigure } from '../../../../../renderer/features/live/totalsFigure.ts'

/** The second minute of a day, in every time zone: seconds since 1970 at the end of the series. */
const end = Date.parse('2026-01-01T12:02:00.000Z') / 1000
const memory = (...values: (number | null)[]) => ({ step: 1, end, cpuShare: values, memoryBytes: values })

test('the table has the mean of what is known of each minute, the newest first, back to the first that is known', () => {
  const values = Array.from({ length: 181 }, (_, index) =>
    index < 60 ? null : index === 180 ? 5 : index % 2 ? 1 : null,
  )
  const { head, rows } = buildMeansTable({ docker: memory(...values) }, 'cpuShare', 'short')
  expect(head).toEqual(['From', 'Docker'])
  expect(rows.map(([, mean]) => mean)).toEqual(['500\u00a0%', '100\u00a0%', '100\u00a0%'])
})

test('a minute that is not known is a dash, not a zero', () => {
  const gap = Array.from({ length: 121 }, (_, index) => (index < 60 ? 2 ** 20 : index === 120 ? 2 ** 21 : null))
  const { rows } = buildMeansTable({ docker: memory(...gap) }, 'memoryBytes', 'short')
  expect(rows.map(([, mean]) => mean)).toEqual(['2.00\u00a0MiB', '–', '1.00\u00a0MiB'])
})

test('CSV has every value as it is from the first that is known, with its time and unit; a gap is empty', () => {
  const series = { docker: memory(null, 1.5, null, 3), qemu: memory(null, null, 7, 8) }
  expect(buildTotalsFigure(series, 'memoryBytes', 'short').values).toEqual({
    head: ['time', 'docker_memory_bytes', 'qemu_memory_bytes'],
    rows: [
      ['2026-01-01T12:01:58.000Z', 1.5, ''],
      ['2026-01-01T12:01:59.000Z', '', 7],
      ['2026-01-01T12:02:00.000Z', 3, 8],
    ],
  })
})

test.each(['light', 'dark'] as const)(
  'the %s picture says what, when and of whom, with the gaps, and needs nothing else',
  (theme) => {
    const series = { docker: memory(0.1, null, 0.3, 0.4), qemu: memory(0.1, 0.2, 0.3, 0.4) }
    const { title, chart } = buildTotalsFigure(series, 'cpuShare', 'short')
    expect(title).toMatch(/^CPU, share of one core, stacked, \d+ \w+ 2026, \d\d:\d\d–\d\d:\d\d$/)
    if (chart === null) throw new Error('There is no chart.')
    const { svg } = drawPicture(title, chart, theme)
    expect(svg).toContain(`>${title}</text>`)
    for (const name of ['Docker', 'QEMU']) expect(svg).toContain(`>${name}</text>`)
    for (const technology of ['docker', 'qemu'] as const)
      expect(svg).toContain(`stroke="${technologyLooks[technology][theme]}"`)
    expect(svg).not.toMatch(/class=|var\(|currentColor|="own"|="(dim|panel|line)"|NaN|Infinity/)
  },
)
