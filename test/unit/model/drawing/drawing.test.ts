import { describe, expect, test } from 'vitest'
import { buildComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { draw } from '../../../../main/model/drawing/drawing.ts'
import { drawPicture } from '../../../../main/model/drawing/drawPicture.ts'
import { type Palette, paintDrawing } from '../../../../main/model/drawing/paintDrawing.ts'
import { serialiseDrawing } from '../../../../main/model/drawing/serialiseDrawing.ts'
import { listFigures } from '../../../../main/model/figures/list.ts'
import { technologyLooks } from '../../../../main/model/technologyLook.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const palette: Palette = {
  text: 'T',
  dim: 'D',
  line: 'L',
  panel: 'P',
  technologies: {
    host: 'h',
    venv: 'v',
    conda: 'c',
    docker: 'd',
    qemu: 'q',
    virtualbox: 'b',
    jupyterhub: 'j',
  },
}

test('a drawing is written out with every text and attribute escaped', () => {
  const drawing = draw('g', { id: '"><' }, [draw('text', { x: 1.5 }, '<b> & c'), null], 'end')
  expect(serialiseDrawing(drawing)).toBe('<g id="&quot;&gt;&lt;"><text x="1.5">&lt;b&gt; &amp; c</text>end</g>')
})

test('an element without content closes itself', () => {
  expect(serialiseDrawing(draw('path', { d: 'M0 0' }, null, []))).toBe('<path d="M0 0"/>')
})

describe('a painted drawing', () => {
  test('has the colour of the technology whose group it stands in', () => {
    const group = draw('g', { class: 't-docker' }, draw('g', {}, draw('path', { class: 'mark' })))
    expect(serialiseDrawing(paintDrawing(group, palette))).toBe('<g><g><path fill="d"/></g></g>')
  })

  test('takes a later look before an earlier one, whatever the order of the classes', () => {
    const painted = paintDrawing(draw('text', { class: 'end tick' }, '5'), palette)
    expect(painted.attributes).toMatchObject({ 'text-anchor': 'end', fill: 'D', 'font-size': 11 })
  })
})

describe.each(['light', 'dark'] as const)('a picture of each chart of a run, %s', (theme) => {
  const run = finishedRun()
  const charts = listFigures({ run, table: buildComparisonTable(run) }).flatMap(({ title, chart }) =>
    chart === null ? [] : [drawPicture(title, chart, theme)],
  )

  test('needs nothing from outside: no class, variable or inherited colour is left in it', () => {
    expect(charts.length).toBeGreaterThan(6)
    for (const { svg } of charts) expect(svg).not.toMatch(/class=|var\(|currentColor|="own"|="(dim|panel|line)"/)
  })

  test('has the colours of the theme and its size', () => {
    const [first] = charts
    expect(first?.svg).toContain(`fill="${technologyLooks.docker[theme]}"`)
    expect(first?.svg).toMatch(new RegExp(`^<svg xmlns="http://www.w3.org/2000/svg" width="${first?.width}"`))
  })
})
