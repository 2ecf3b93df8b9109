import type { Run } from '../../contract/run.ts'
import { buildComparisonTable, type ComparisonColumn, type ComparisonTable } from '../../model/comparisonTable.ts'
import type { Figure } from '../../model/figures/figure.ts'
import { listFigures } from '../../model/figures/list.ts'
import { describeRun, listConditions } from '../conditions.ts'
import { listDetailTables } from '../detailTables.ts'
import { type LectureSection, layOutLecture, lectureTitles } from '../lectureTables.ts'
import { type Markup, markup } from './markup.ts'
import { styleDigest, styleSheet } from './style.ts'
import { renderComparison, renderDataTable } from './tables.ts'

/** Nothing may be loaded, run, sent or framed; the one style sheet is named by its digest. */
const policy = `default-src 'none'; style-src '${styleDigest}'; base-uri 'none'; form-action 'none'`

/** A run as one HTML file that needs no script and no network. */
export function renderHtml(run: Run): string {
  const table = buildComparisonTable(run)
  const title = `Isoscope · ${table.columns.map((column) => column.title).join(', ')} · ${run.startedAt.slice(0, 10)}`
  const { markup: text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${{ markup: styleSheet }}</style>
</head>
<body>
<header><h1>${table.columns.map((column) => column.title).join(' · ')}</h1>
<ul class="facts"><li>Isoscope run ${run.id}</li>${describeRun(run).map((fact) => markup`<li>${fact}</li>`)}</ul></header>
<main>
<h2>Comparison</h2>
<div class="panel">${renderComparison(table)}</div>
${table.columns.map(renderProblem)}${renderWarnings(run)}
${renderLecture(layOutLecture(run))}<h2>Figures</h2>
${listFigures({ run, table }).map(renderFigure)}
<h2>Everything behind the table</h2>
<div class="panel">${renderDetails(table)}</div>
<h2>Conditions</h2>
<div class="panel conditions">${listConditions(run, table).map(renderDataTable)}</div>
</main>
<footer>Intervals: 95 % of the median, from order statistics; none below 6 samples. Figures of others are compared with the host within the same round. A dash is a figure that does not exist, with its reason.</footer>
</body>
</html>
`
  return text
}

function renderLecture(section: LectureSection | null): Markup {
  if (section === null) return markup``
  const [head = [], ...rows] = section.table
  const lines = (cell: readonly string[]) => cell.map((line) => markup`<div>${line}</div>`)
  return markup`<h2>${lectureTitles.table}</h2>
<div class="panel lecture">${section.doubts.map((doubt) => markup`<p class="note">${doubt}</p>`)}<div class="scroll"><table><thead><tr>${head.map((cell) => markup`<th scope="col">${lines(cell)}</th>`)}</tr></thead><tbody>${rows.map(
    ([name = [], ...cells]) =>
      markup`<tr><th scope="row">${lines(name)}</th>${cells.map((cell) => markup`<td>${lines(cell)}</td>`)}</tr>`,
  )}</tbody></table></div></div>
<h2>${lectureTitles.claims}</h2>
<div class="panel"><ul>${section.claims.map((claim) => markup`<li>${claim}</li>`)}</ul></div>
<h2>${lectureTitles.uses}</h2>
<div class="panel">${section.uses.map(
    ([verdict = '', ...reasons]) =>
      markup`<p><strong>${verdict}</strong></p><ul>${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`,
  )}</div>
`
}

function renderFigure({ id, title, note, chart, table, more }: Figure): Markup {
  const folded = more.map(
    (one) =>
      markup`<details><summary>${one.title}</summary><div class="scroll">${renderDataTable(one)}</div></details>`,
  )
  return markup`<section class="panel figure${chart === null ? ' alone' : ''}" id="${id}"><h3>${title}</h3><p class="note">${note}</p>${chart}<div class="scroll">${renderDataTable(table)}</div>${folded}</section>
`
}

function renderProblem({ title, status, problem }: ComparisonColumn): Markup {
  if (!problem || status === 'completed') return markup``
  const { message, remedy, detail } = problem
  return markup`<div class="panel problem"><strong>${title} ${status}:</strong> ${message}${
    detail ? markup`<pre>${detail.split('\n').map((line) => markup`${line}\n`)}</pre>` : null
  }${remedy ? markup`<p>${remedy.text}${remedy.command ? markup`: <code>${remedy.command}</code>` : null}</p>` : null}</div>`
}

function renderWarnings({ warnings }: Run): Markup {
  if (warnings.length === 0) return markup``
  return markup`<div class="panel doubts"><strong>Doubts</strong><ul>${warnings.map(({ message }) => markup`<li>${message}</li>`)}</ul></div>`
}

function renderDetails(table: ComparisonTable): readonly Markup[] {
  return table.rows.flatMap((row) => {
    const tables = listDetailTables(table, row)
    if (tables.length === 0) return []
    return [
      markup`<details><summary>${row.title}</summary><div class="scroll">${tables.map(renderDataTable)}</div></details>`,
    ]
  })
}
