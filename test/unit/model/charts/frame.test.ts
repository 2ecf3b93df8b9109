import { expect, test } from 'vitest'
import { drawMark } from '../../../../main/model/charts/frame.ts'
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

test('words that are too long for a narrow chart of density go on in a second line', () => {
  const lines = (width: number) =>
    JSON.stringify(listFigures({ run, table, width }).find(({ id }) => id.startsWith('points-'))?.chart)
  expect(lines(1_040)).toMatch(/"[^"]* each · projected: /)
  expect(lines(440)).toMatch(/\["projected: ≈/)
})
