import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import { type ContenderSummary, type Run, type RunHead, runHeadSchema, runSchema } from '../contract/run.ts'
import type { SampleSink } from '../measure/sampleSink.ts'
import { EngineError } from '../model/engineError.ts'
import { isAlive, type ProcessIdentity } from '../os/processIdentity.ts'
import { runBytes } from './runBytes.ts'
import { createSampleTable } from './samples.ts'
import { inTransaction } from './transaction.ts'

export interface RunTable extends SampleSink {
  /** Newest first. A run whose process died while it went on is `failed`. */
  list(limit: number): readonly RunHead[]
  /** Ids that begin so, newest first. */
  findIds(beginning: string, limit: number): readonly string[]
  /** With all samples so far; null when there is none. Throws `bad_output` when what is stored does not fit the schema. */
  load(id: string): Run | null
}

const died = new EngineError('engine_failed', 'isoscope', 'Isoscope was ended in the middle of this run.')

/** What `summary` holds: everything that has no table of its own. */
function summarise(run: Run): string {
  const { samples: _samples, rounds, ...rest } = run
  return JSON.stringify({ ...rest, rounds: { requested: rounds.requested } })
}

export function createRunTable(database: DatabaseSync, owner: ProcessIdentity): RunTable {
  const insert = database.prepare(
    `INSERT INTO runs (started_at, ended_at, status, ended_by, profile, contenders, rounds_requested, noise,
                       summary, owner_pid, owner_start_time, id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = database.prepare(
    `UPDATE runs SET started_at = ?, ended_at = ?, status = ?, ended_by = ?, profile = ?, contenders = ?,
                     rounds_requested = ?, noise = ?, summary = ? WHERE id = ?`,
  )
  const insertRound = database.prepare('INSERT INTO rounds (run, round, record) VALUES (?, ?, ?)')
  const selectRounds = database.prepare('SELECT record FROM rounds WHERE run = ? ORDER BY round')
  const completed = '(SELECT count(*) FROM rounds WHERE run = runs.id AND round > 0) AS rounds_completed'
  // Without the summary, which is most of a run's row.
  const selectHeads = database.prepare(
    `SELECT id, started_at, ended_at, status, ended_by, profile, contenders, rounds_requested, note, noise,
            coalesce(bytes, ${runBytes}) AS bytes, owner_pid, owner_start_time, ${completed}
     FROM runs WHERE deleted_at IS NULL ORDER BY started_at DESC, id DESC LIMIT ?`,
  )
  const selectOne = database.prepare(`SELECT runs.*, ${completed} FROM runs WHERE id = ? AND deleted_at IS NULL`)
  const selectIds = database.prepare(
    `SELECT id FROM runs WHERE substr(id, 1, length(?1)) = ?1 AND deleted_at IS NULL
     ORDER BY started_at DESC, id DESC LIMIT ?2`,
  )
  const storeSize = database.prepare(`UPDATE runs SET bytes = ${runBytes} WHERE id = ?`)
  const samples = createSampleTable(database)
  return {
    beginRun: (run) =>
      inTransaction(database, () => {
        insert.run(...columnsOf(run), owner.pid, owner.startTime, run.id)
        samples.append(run.id, run.samples)
      }),
    appendRound: (runId, record, measured) =>
      inTransaction(database, () => {
        insertRound.run(runId, record.round, JSON.stringify(record))
        samples.append(runId, measured)
      }),
    appendSamples: (runId, measured) => inTransaction(database, () => samples.append(runId, measured)),
    finishRun: (run) =>
      inTransaction(database, () => {
        const { changes } = update.run(...columnsOf(run), run.id)
        if (changes !== 1) throw new EngineError('not_found', 'isoscope', `No run ${run.id} was begun.`)
        samples.replace(run.id, run.samples)
        storeSize.run(run.id)
      }),
    list: (limit) => selectHeads.all(limit).map(toHead),
    findIds: (beginning, limit) => selectIds.all(beginning, limit).map(({ id }) => String(id)),
    load: (id) => {
      // One snapshot: another process may be appending.
      database.exec('BEGIN')
      try {
        const row = selectOne.get(id)
        return row ? toRun(row, selectRounds.all(id), samples.read(id)) : null
      } finally {
        database.exec('COMMIT')
      }
    },
  }
}

function columnsOf(run: Run) {
  const contenders = JSON.stringify(run.contenders.map(({ id }) => id))
  const { startedAt, endedAt, status, endedBy, profile, rounds } = run
  const noise = run.noise && JSON.stringify(run.noise)
  return [startedAt, endedAt, status, endedBy, profile, contenders, rounds.requested, noise, summarise(run)] as const
}

export type Row = Readonly<Record<string, SQLOutputValue>>

function hasDied(row: Row): boolean {
  return row.status === 'running' && !isGoingOn(row)
}

export function isGoingOn(row: Row): boolean {
  const owner = { pid: Number(row.owner_pid), startTime: String(row.owner_start_time) }
  return row.status === 'running' && isAlive(owner)
}

function toHead(row: Row): RunHead {
  return parseStored(String(row.id), runHeadSchema, {
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    status: hasDied(row) ? 'failed' : row.status,
    endedBy: hasDied(row) ? 'error' : row.ended_by,
    profile: row.profile,
    contenders: JSON.parse(String(row.contenders)),
    rounds: { requested: row.rounds_requested, completed: row.rounds_completed },
    note: row.note,
    noise: row.noise === null ? null : JSON.parse(String(row.noise)),
    bytes: row.bytes,
  })
}

function toRun(row: Row, rounds: readonly Row[], samples: readonly unknown[]): Run {
  const summary = JSON.parse(String(row.summary)) as Record<string, unknown>
  const records = rounds.map(({ record }) => JSON.parse(String(record)))
  const run = parseStored(String(row.id), runSchema, {
    ...summary,
    rounds: { requested: row.rounds_requested, completed: row.rounds_completed, records },
    samples,
  })
  if (!hasDied(row)) return run
  return { ...run, status: 'failed', endedBy: 'error', contenders: run.contenders.map(endContender) }
}

function endContender(contender: ContenderSummary): ContenderSummary {
  const hasEnded = ['completed', 'failed', 'skipped'].includes(contender.status)
  return hasEnded ? contender : { ...contender, status: 'failed', error: died.toData() }
}

export function parseStored<T>(id: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new EngineError('bad_output', 'isoscope', `What is stored of run ${id} cannot be understood.`, {
    detail: z.prettifyError(parsed.error),
    cause: parsed.error,
  })
}
