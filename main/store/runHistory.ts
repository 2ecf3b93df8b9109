import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { MetricId } from '../contract/metrics.ts'
import { estimateSchema, unitSchema } from '../contract/metrics.ts'
import { contenderSummarySchema, runSchema } from '../contract/run.ts'
import { EngineError } from '../model/engineError.ts'
import type { TrendRun } from '../model/trend/buildTrend.ts'
import { isAlive, type ProcessIdentity } from '../os/processIdentity.ts'
import { runBytes } from './runBytes.ts'
import { isGoingOn, parseStored, type Row } from './runs.ts'
import { inTransaction } from './transaction.ts'

/** How long a deleted run can be had back where the process that deleted it lives on. */
const undoMs = 24 * 3600_000

export interface RemovedRuns {
  readonly runs: number
  /** About what their rows take. The space returns when they are purged. */
  readonly bytes: number
}

/** What is done to runs after they have ended. All ids are meant, or nothing is done. */
export interface RunHistory {
  /** Throws `not_found`. */
  setNote(id: string, note: string): void
  /**
   * Takes them out of every list; `restore` brings them back until `purge` has taken them. Throws `not_found`, and `in_use`
   * for a run that is going on.
   */
  remove(ids: readonly string[]): RemovedRuns
  /** How many. Throws `not_found` for one that is not deleted, or is gone for good. */
  restore(ids: readonly string[]): number
  /** Really removes what nobody can take back any more: deleted by a process that has ended, or a day ago. */
  purge(): void
  /** The same for what this process deleted, which is about to end. */
  purgeOwn(): void
  /** Completed runs, oldest first, each with this number of each contender. */
  readTrend(metric: MetricId): readonly TrendRun[]
}

export function createRunHistory(database: DatabaseSync, owner: ProcessIdentity): RunHistory {
  const update = database.prepare('UPDATE runs SET note = ? WHERE id = ? AND deleted_at IS NULL')
  const selectOne = database.prepare(
    `SELECT status, owner_pid, owner_start_time, coalesce(bytes, ${runBytes}) AS bytes
     FROM runs WHERE id = ? AND deleted_at IS NULL`,
  )
  const markDeleted = database.prepare(
    'UPDATE runs SET deleted_at = ?, deleted_by_pid = ?, deleted_by_start_time = ? WHERE id = ?',
  )
  const unmark = database.prepare(
    `UPDATE runs SET deleted_at = NULL, deleted_by_pid = NULL, deleted_by_start_time = NULL
     WHERE id = ? AND deleted_at IS NOT NULL`,
  )
  const selectDeleted = database.prepare('SELECT * FROM runs WHERE deleted_at IS NOT NULL')
  const erase = database.prepare('DELETE FROM runs WHERE id = ?')
  const selectGoingOn = database.prepare("SELECT * FROM runs WHERE status = 'running'")
  const selectTrend = database.prepare(trendQuery)

  const purge = (goes: (row: Row) => boolean): void => {
    const ids = selectDeleted.all().flatMap((row) => (goes(row) ? [String(row.id)] : []))
    if (ids.length === 0) return
    inTransaction(database, () => {
      for (const id of ids) erase.run(id)
    })
    // It takes a while and stops everybody else from writing.
    if (!selectGoingOn.all().some(isGoingOn)) returnSpace(database)
  }
  return {
    setNote: (id, note) => {
      if (update.run(note, id).changes !== 1) throw unknownRun(id)
    },
    remove: (ids) =>
      inTransaction(database, () => {
        const now = new Date().toISOString()
        const sizes = ids.map((id) => {
          const row = selectOne.get(id)
          if (!row) throw unknownRun(id)
          if (isGoingOn(row)) throw new EngineError('in_use', 'isoscope', `Run ${id} is going on. Cancel it first.`)
          markDeleted.run(now, owner.pid, owner.startTime, id)
          return Number(row.bytes)
        })
        return { runs: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) }
      }),
    restore: (ids) =>
      inTransaction(database, () => {
        for (const id of ids) {
          if (unmark.run(id).changes === 1) continue
          throw new EngineError('not_found', 'isoscope', `Run ${id} is not among those that can be had back.`)
        }
        return ids.length
      }),
    purge: () => purge((row) => !isAlive(deleterOf(row)) || Date.parse(String(row.deleted_at)) < Date.now() - undoMs),
    purgeOwn: () =>
      purge((row) => {
        const { pid, startTime } = deleterOf(row)
        return pid === owner.pid && startTime === owner.startTime
      }),
    readTrend: (metric) => selectTrend.all(`$.metrics.${metric}`).map(toTrendRun),
  }
}

function unknownRun(id: string): EngineError {
  return new EngineError('not_found', 'isoscope', `There is no run ${id}.`)
}

function deleterOf(row: Row): ProcessIdentity {
  return { pid: Number(row.deleted_by_pid), startTime: String(row.deleted_by_start_time) }
}

/** Deleted rows leave free pages in the file; this gives them back to the disk. */
function returnSpace(database: DatabaseSync): void {
  try {
    database.exec('VACUUM')
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // On a full disk or beside another process: later runs use the free pages, and the next purge tries again.
  }
}

/** SQLite takes out of each summary what a line needs: with all their samples a thousand runs would take seconds. */
const trendQuery = `
  SELECT id, started_at, json_extract(summary, '$.workload') AS workload,
         json_extract(summary, '$.environment') AS environment,
         (SELECT json_group_array(json_object(
            'id', value ->> '$.id', 'title', value ->> '$.title', 'technology', value ->> '$.technology',
            'kind', json_extract(value, ?1 || '.kind'), 'unit', json_extract(value, ?1 || '.unit'),
            'median', json_extract(value, ?1 || '.median'), 'ci95', json_extract(value, ?1 || '.ci95')))
          FROM json_each(summary, '$.contenders')) AS contenders
  FROM runs WHERE status = 'completed' AND deleted_at IS NULL ORDER BY started_at, id`

const figureSchema = estimateSchema.extend({ unit: unitSchema })

const trendRunSchema = runSchema.pick({ id: true, startedAt: true, workload: true, environment: true }).extend({
  contenders: z.array(
    z
      .object({ ...contenderSummarySchema.pick({ id: true, title: true, technology: true }).shape, kind: z.unknown() })
      .loose()
      .transform(({ id, title, technology, kind, unit, median, ci95 }) => ({
        id,
        title,
        technology,
        figure: kind === 'number' ? figureSchema.parse({ unit, median, ci95 }) : null,
      })),
  ),
})

function toTrendRun(row: Row): TrendRun {
  const read = (name: string): unknown => JSON.parse(String(row[name]))
  return parseStored(String(row.id), trendRunSchema, {
    id: row.id,
    startedAt: row.started_at,
    workload: read('workload'),
    environment: read('environment'),
    contenders: read('contenders'),
  })
}
