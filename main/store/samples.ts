import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { Sample } from '../contract/run.ts'

/** One raw sample per row, in the order they were measured. */
export interface SampleTable {
  append(runId: string, samples: readonly Sample[]): void
  /** What a run's samples were is forgotten for these: the same ones with their final marks. */
  replace(runId: string, samples: readonly Sample[]): void
  /** As stored: what comes back is checked with the run it belongs to. */
  read(runId: string): readonly unknown[]
}

/** Callers put a transaction around `append` and `replace`. */
export function createSampleTable(database: DatabaseSync): SampleTable {
  const insert = database.prepare(
    `INSERT INTO samples (run, sequence, round, ord, first, contender, metric, part,
                          ok, value, unit, outlier, contended, excluded, error)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const last = database.prepare('SELECT coalesce(max(sequence), -1) AS last FROM samples WHERE run = ?')
  const clear = database.prepare('DELETE FROM samples WHERE run = ?')
  const select = database.prepare('SELECT * FROM samples WHERE run = ? ORDER BY sequence')
  const insertAll = (runId: string, samples: readonly Sample[], from: number) => {
    for (const [index, sample] of samples.entries()) insertSample(insert, runId, from + index, sample)
  }
  return {
    append: (runId, samples) => insertAll(runId, samples, Number(last.get(runId)?.last) + 1),
    replace: (runId, samples) => {
      clear.run(runId)
      insertAll(runId, samples, 0)
    },
    read: (runId) => select.all(runId).map(toSample),
  }
}

function insertSample(insert: StatementSync, runId: string, sequence: number, sample: Sample): void {
  const { round, order, first, contender, metric, part } = sample
  const key = [runId, sequence, round, order, Number(first), contender, metric, part ?? null]
  if (!sample.ok) {
    insert.run(...key, 0, null, null, null, null, null, JSON.stringify(sample.error))
    return
  }
  const { value, unit, outlier, contended, excluded } = sample
  insert.run(...key, 1, value, unit, Number(outlier), Number(contended), excluded ?? null, null)
}

function toSample(row: Record<string, SQLOutputValue>): unknown {
  const key = {
    round: row.round,
    order: row.ord,
    first: row.first === 1,
    contender: row.contender,
    metric: row.metric,
    ...(row.part !== null && { part: row.part }),
  }
  if (row.ok === 0) return { ...key, ok: false, error: JSON.parse(String(row.error)) }
  return {
    ...key,
    ok: true,
    value: row.value,
    unit: row.unit,
    outlier: row.outlier === 1,
    contended: row.contended === 1,
    ...(row.excluded !== null && { excluded: row.excluded }),
  }
}
