import type { ReportFormat } from '../contract/report.ts'
import type { Run } from '../contract/run.ts'
import { renderCsv } from './csv.ts'
import { renderHtml } from './html/document.ts'
import { renderMarkdown } from './markdown.ts'

const renderers: Readonly<Record<ReportFormat, (run: Run) => string>> = {
  json: (run) => `${JSON.stringify(run, null, 2)}\n`,
  csv: renderCsv,
  markdown: renderMarkdown,
  html: renderHtml,
}

/** A run as the text of a file. */
export function renderReport(run: Run, format: ReportFormat): string {
  return renderers[format](run)
}
