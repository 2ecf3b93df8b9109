import { describe, expect, test } from 'vitest'
import { drawPicture } from '../../../../main/model/drawing/drawPicture.ts'
import { serialiseDrawing } from '../../../../main/model/drawing/serialiseDrawing.ts'
import { technologyLooks } from '../../../../main/model/technologyLook.ts'
import { buildTrend } from '../../../../main/model/trend/buildTrend.ts'
import { drawTrendChart } from '../../../../main/model/trend/trendChart.ts'
import { toTrendTable, toTrendValues } from '../../../../main/model/trend/trendTable.ts'
import { upgradedRuns } from '../../../support/trendRun.ts'

const trend = buildTrend('startup', upgradedRuns())

function drawIt(of = trend) {
  const chart = drawTrendChart('trend', 'Start-up, probe', of, 800)
  if (chart === null) throw new Error('There is no figure to draw.')
  return chart
}

describe('the chart of a trend', () => {
  const svg = serialiseDrawing(drawIt()).replaceAll('\u00a0', ' ')

  test('has a name, a description in words, a line per contender and its upgrades', () => {
    expect(svg).toMatch(/role="img" aria-labelledby="trend-t trend-d"/)
    expect(svg).toMatch(/<desc[^>]*>.*Docker: from 2\d\d ms to 700 ms over 3 runs\./)
    expect(svg).toMatch(/<desc[^>]*>.*Docker from 20\.10 to 24\.0 on /)
    for (const title of ['Host', 'Python venv', 'Docker', 'QEMU virtual machine'])
      expect(svg).toContain(`>${title}</text>`)
    expect(svg).toContain('>Docker 24.0</text>')
    expect(svg).toMatch(/<title>Docker, .*: \d+ ms \(\d+–\d+ ms\), engine 24\.0<\/title>/)
    expect(svg).not.toContain('NaN')
  })

  test('tells further contenders of a technology apart by dashes and marks', () => {
    const [docker] = trend.lines.filter(({ technology }) => technology === 'docker')
    if (!docker) throw new Error('There is no Docker in the example.')
    const twice = { ...trend, lines: [...trend.lines, { ...docker, contender: 'docker:python' }] }
    expect(svg).not.toContain('-cut"')
    const both = serialiseDrawing(drawIt(twice))
    expect(both).toContain('stroke-dasharray="6 3"')
    expect(both.match(/mark-cut/g)).toHaveLength(docker.points.length + 1)
  })

  test.each(['light', 'dark'] as const)(
    'leaves the app whole: nothing in the %s picture is looked up elsewhere',
    (theme) => {
      const picture = drawPicture('Start-up, probe', drawIt(), theme)
      expect(picture.svg).not.toMatch(/class=|var\(|currentColor|="own"|="(dim|panel|line)"/)
      expect(picture.svg).toContain(`stroke="${technologyLooks.docker[theme]}"`)
    },
  )

  test('is none where there is no figure', () => {
    expect(drawTrendChart('trend', 'Start-up, probe', { ...trend, unit: null, lines: [] }, 800)).toBeNull()
  })
})

describe('the table behind it', () => {
  test('has a row per run, the newest first, each cell with its interval and each upgrade', () => {
    const { head, rows } = toTrendTable('Start-up', trend)
    expect(head).toEqual(['Run', ...trend.lines.map(({ title }) => title), 'Changed since the run before'])
    expect(rows).toHaveLength(3)
    expect(rows[0]?.[head.indexOf('Docker')]?.replaceAll('\u00a0', ' ')).toMatch(/^700 ms \(\d+–\d+ ms\)$/)
    expect(rows[0]?.at(-1)).toBe('Docker: 20.10 → 24.0')
  })

  test('has every point with its numbers as they are, to compute with', () => {
    const { head, rows } = toTrendValues(trend)
    const [point] = trend.lines.find(({ contender }) => contender === 'docker')?.points.slice(-1) ?? []
    expect(rows).toHaveLength(trend.lines.length * 3)
    expect(rows.find(([run, , contender]) => run === point?.runId && contender === 'docker')).toEqual([
      point?.runId,
      point?.startedAt,
      'docker',
      point?.median,
      ...(point?.ci95 ?? []),
      'ms',
      '24.0',
    ])
    expect(head).toHaveLength(8)
  })
})
