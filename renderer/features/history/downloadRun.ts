import type { ReportFormat } from '../../../main/contract/report.ts'
import { client } from '../../client.ts'
import { useHistory } from '../../store/history.ts'
import { isLost, toProblem } from '../../store/problem.ts'
import { saveText } from '../../ui/takeAway.ts'

export const fileTypes = {
  json: { title: 'JSON', note: 'the whole run, to read in again', extension: 'json', type: 'application/json' },
  csv: { title: 'CSV', note: 'its raw samples', extension: 'csv', type: 'text/csv' },
  markdown: { title: 'Markdown', note: 'the table, to paste', extension: 'md', type: 'text/markdown' },
  html: { title: 'HTML', note: 'one file with charts', extension: 'html', type: 'text/html' },
} as const satisfies Record<ReportFormat, unknown>

/** Hands a run to the browser as a file to save. */
export async function downloadRun(id: string, format: ReportFormat): Promise<void> {
  const { extension, type } = fileTypes[format]
  try {
    const { text } = await client.runs.export({ run: { id }, format })
    saveText(text, { name: `isoscope-${id}.${extension}`, type })
  } catch (error) {
    if (!isLost(error)) useHistory.setState({ problem: toProblem(error) })
  }
}
