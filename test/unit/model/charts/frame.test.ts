import { expect, test } from 'vitest'
import { drawAxis, drawMark } from '../../../../main/model/charts/frame.ts'
import { createLinearScale } from '../../../../main/model/charts/scale.ts'
import { buildComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { serialiseDrawing } from '../../../../main/model/drawing/serialiseDrawing.ts'
import { listFigures } from '../../../../main/model/figures/list.ts'
import { buildTimelineFigure } from '../../../../main/model/timeline/timelineFigure.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const run = finishedRun()
const table = buildComparisonTable(run)

test('contenders of one technology have marks of different shape, filled and hollow', () => {
  for (const look of ['mark', 'hollow'] as const) {
    const marks = [0, 1, 2, 3].map((variant) => {
      return serialiseDrawing(drawMark({ technology: 'docker', variant }, 0, 0, 10, look))
    })
    expect(new Set(marks).size).toBe(4)
  }
})

test('a second Docker is drawn with another mark than the first, beside its name and in its rows', () => {
  const docker = run.contenders.find(({ id }) => id === 'docker')
  if (!docker) throw new Error('There is no Docker in the example.')
  const contenders = [...run.contenders, { ...docker, id: 'docker:second', title: 'A second Docker' }]
  const twice = { ...run, contenders }
  const charts = listFigures({ run: twice, table: buildComparisonTable(twice) }).flatMap(({ chart }) => chart ?? [])
  const costs = charts.map(serialiseDrawing).filter((svg) => svg.includes('A second Docker'))
  expect(costs.length).toBeGreaterThan(3)
  for (const svg of costs) expect(svg).toContain('class="mark-cut"')
  expect(
    listFigures({ run, table })
      .flatMap(({ chart }) => chart ?? [])
      .map(serialiseDrawing)
      .join(''),
  ).not.toContain('-cut"')
})

test.each([520, 1_000])('every chart is drawn for the width it is given: %i', (width) => {
  const figures = [...listFigures({ run, table, width }), buildTimelineFigure(run, 1, width)]
  const charts = figures.flatMap((figure) => figure?.chart ?? [])
  expect(charts.length).toBeGreaterThan(7)
  for (const { attributes, children } of charts) {
    expect(String(attributes.viewBox)).toMatch(new RegExp(`^0 0 ${width} `))
    // Its grid reaches towards the right end, and nothing begins beyond it.
    const places =
      JSON.stringify(children)
        .match(/"x":[\d.]+/g)
        ?.map((text) => Number(text.slice(4))) ?? []
    expect(Math.max(...places)).toBeLessThan(width)
    expect(Math.max(...places)).toBeGreaterThan(width / 2)
  }
})

test.each([
  [440, ['0 B', '50 MiB', '100 MiB', '150 MiB', '200 MiB', '250 MiB']],
  [240, ['0 B', '100 MiB', '200 MiB']],
  [110, ['0 B', '150 MiB']],
] as const)('an axis of %i has words only where they do not touch, and all its lines', (width, expected) => {
  const axis = drawAxis(createLinearScale(220 * 2 ** 20, 'bytes', 0, width), 'bytes', 0, 10)
  const words = axis.filter(({ tag }) => tag === 'text').map(({ children }) => children.join('').replace('\u00a0', ' '))
  expect(words).toEqual(expected)
  expect(axis.filter(({ tag }) => tag === 'path')).toHaveLength(6)
})
