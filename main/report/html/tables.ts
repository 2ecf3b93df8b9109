import type { Cell } from '../../model/cells/cell.ts'
import type { ComparisonColumn, ComparisonTable } from '../../model/comparisonTable.ts'
import type { DataTable } from '../../model/tables/dataTable.ts'
import { technologyLooks } from '../../model/technologyLook.ts'
import { type Markup, markup } from './markup.ts'

/** A plain table; its head only where there is one. */
export function renderDataTable({ title, head, rows }: DataTable): Markup {
  const hasHead = head.some((text) => text !== '')
  return markup`<table><caption>${title}</caption>${
    hasHead ? markup`<thead><tr>${head.map((text) => markup`<th scope="col">${text}</th>`)}</tr></thead>` : null
  }<tbody>${rows.map((row) => renderRow(row, head.length))}</tbody></table>`
}

function renderRow([name = '', ...cells]: readonly string[], columns: number): Markup {
  const missing = columns - 1 - cells.length
  const last = cells.length - 1
  const tds = cells.map((text, index) =>
    index === last && missing > 0
      ? markup`<td colspan="${missing + 1}">${keepTogether(text)}</td>`
      : markup`<td>${keepTogether(text)}</td>`,
  )
  return markup`<tr><th scope="row">${name}</th>${tds}</tr>`
}

/** An interval in brackets at the end goes to the next line as a whole. */
function keepTogether(text: string): Markup {
  const [, figure, interval] = /^(.*) (\([^()]{1,28}\))$/.exec(text) ?? []
  return figure === undefined || interval === undefined || figure === '–'
    ? markup`${text}`
    : markup`${figure} <span class="keep">${interval}</span>`
}

/** The comparison as the window and the terminal show it. */
export function renderComparison({ columns, rows }: ComparisonTable): Markup {
  const body = rows.map(({ title, note, cells }) => {
    const tds = cells.map((cell, index) => markup`<td>${renderCell(cell, columns[index])}</td>`)
    return markup`<tr><th scope="row">${title}<small>${note}</small></th>${tds}</tr>\n`
  })
  return markup`<div class="scroll"><table class="compare"><thead><tr><th scope="col">median, 95 % interval</th>${columns.map(renderHead)}</tr></thead><tbody>${body}</tbody></table></div>`
}

function renderHead({ title, technology, emulated, labels, status }: ComparisonColumn): Markup {
  const accelerator = labels.find(([name]) => name === 'accelerator')?.[1]
  return markup`<th scope="col"><svg class="swatch t-${technology}" viewBox="0 0 10 10" aria-hidden="true"><path class="mark" d="${technologyLooks[technology].shape}"/></svg>${title}${
    emulated && accelerator ? markup`<small>${accelerator}</small>` : null
  }${status === 'completed' ? null : markup`<small class="failure">${status}</small>`}</th>`
}

function renderCell(cell: Cell, column: ComparisonColumn | undefined): Markup {
  if (cell.kind === 'facts') {
    return markup`<span class="facts-value">${cell.value}</span>${renderNotes(cell.notes)}`
  }
  if (cell.kind !== 'number') {
    const failed = cell.kind === 'failed' ? ' failure' : ''
    return markup`<span class="reason${failed}">– ${cell.kind === 'absent' ? '' : `${cell.kind}: `}${cell.reason}</span>`
  }
  return markup`<span class="v">${cell.value}</span>${
    cell.interval === null ? null : markup`<span class="interval">${cell.interval}</span>`
  }${cell.share === null || column === undefined ? null : renderShare(cell.share, column)}${
    cell.verdict === null ? null : markup`<span class="verdict">${cell.verdict}</span>`
  }${renderNotes(cell.notes)}${cell.emulated ? markup`<span class="tag">emulated</span>` : null}`
}

function renderNotes(notes: readonly string[]): readonly Markup[] {
  return notes.map((note) => markup`<span class="cellnote">${note}</span>`)
}

/** Length against the largest in the row, as an attribute of the drawing: the policy forbids styles on elements. */
function renderShare(share: number, { technology }: ComparisonColumn): Markup {
  return markup`<svg class="share t-${technology}" viewBox="0 0 150 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="150" height="4" rx="2"/><rect class="mark" width="${Math.max(1, Math.round(share * 1500) / 10)}" height="4" rx="2"/></svg>`
}
