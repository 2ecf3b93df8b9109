import type { Run, Sample } from '../contract/run.ts'
import { type CsvValue, formatCsvRow } from '../model/tables/csvTable.ts'

/**
 * The raw samples of a run, one per row, failed ones with their error: RFC 4180 (CRLF, quotes doubled), UTF-8.
 *
 * A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula. Such a text gets an
 * apostrophe in front (OWASP, "CSV Injection"); what we write as a number is a number, a negative one too, and is left
 * as it is.
 */
export function renderCsv(run: Pick<Run, 'id' | 'samples'>): string {
  const rows = run.samples.map((sample) => columns.map(({ read }) => read(sample, run.id)))
  return [columns.map(({ name }) => name), ...rows].map(formatCsvRow).join('')
}

interface Column {
  readonly name: string
  readonly read: (sample: Sample, runId: string) => CsvValue
}

/** Every field of a sample, an error's own fields apart. */
const columns: readonly Column[] = [
  { name: 'run', read: (_sample, runId) => runId },
  { name: 'round', read: ({ round }) => round },
  { name: 'order', read: ({ order }) => order },
  { name: 'first', read: ({ first }) => first },
  { name: 'contender', read: ({ contender }) => contender },
  { name: 'metric', read: ({ metric }) => metric },
  { name: 'part', read: ({ part }) => part },
  { name: 'ok', read: ({ ok }) => ok },
  { name: 'value', read: (sample) => (sample.ok ? sample.value : undefined) },
  { name: 'unit', read: (sample) => (sample.ok ? sample.unit : undefined) },
  { name: 'outlier', read: (sample) => (sample.ok ? sample.outlier : undefined) },
  { name: 'contended', read: (sample) => (sample.ok ? sample.contended : undefined) },
  { name: 'excluded', read: (sample) => (sample.ok ? sample.excluded : undefined) },
  { name: 'error_code', read: (sample) => (sample.ok ? undefined : sample.error.code) },
  { name: 'error_engine', read: (sample) => (sample.ok ? undefined : sample.error.engine) },
  { name: 'error_message', read: (sample) => (sample.ok ? undefined : sample.error.message) },
  { name: 'error_detail', read: (sample) => (sample.ok ? undefined : sample.error.detail) },
  { name: 'error_remedy', read: (sample) => (sample.ok ? undefined : sample.error.remedy?.text) },
  { name: 'error_remedy_command', read: (sample) => (sample.ok ? undefined : sample.error.remedy?.command) },
]
