import type { DatabaseSync } from 'node:sqlite'
import { EngineError } from '../model/engineError.ts'
import { damaged } from './storeErrors.ts'
import { inTransaction } from './transaction.ts'

/** In the header of every database of ours ("ISOS"), so that somebody else's is never changed. */
const applicationId = 0x49534f53

/** Number n brings a database from version n to n + 1. Never changed once released, only added to. */
const migrations: readonly string[] = [
  `
  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  -- summary: the run as JSON without its samples and rounds. The other columns repeat what a list needs.
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'cancelled', 'failed')),
    ended_by TEXT,
    profile TEXT NOT NULL,
    contenders TEXT NOT NULL,
    rounds_requested INTEGER NOT NULL,
    summary TEXT NOT NULL,
    owner_pid INTEGER NOT NULL,
    owner_start_time TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_start ON runs (started_at, id);

  CREATE TABLE rounds (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, round)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE samples (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    round INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    first INTEGER NOT NULL,
    contender TEXT NOT NULL,
    metric TEXT NOT NULL,
    part TEXT,
    ok INTEGER NOT NULL,
    value REAL,
    unit TEXT,
    outlier INTEGER,
    contended INTEGER,
    excluded TEXT,
    error TEXT,
    PRIMARY KEY (run, sequence),
    CHECK (iif(ok, value IS NOT NULL AND unit IS NOT NULL, error IS NOT NULL))
  ) STRICT, WITHOUT ROWID;

  -- AUTOINCREMENT: a number is never used again, so clearing a row twice cannot hit another one.
  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    technology TEXT NOT NULL,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    lifetime TEXT NOT NULL CHECK (lifetime IN ('run', 'kept')),
    endpoint TEXT,
    owner_pid INTEGER NOT NULL,
    owner_start_time TEXT NOT NULL,
    recorded_at TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- noise: as JSON. bytes: about what the run's rows take, null until it has ended. deleted_by: the process that can still
  -- take it back; such a run is in no list, and really goes when that process ends.
  ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN noise TEXT;
  ALTER TABLE runs ADD COLUMN bytes INTEGER;
  ALTER TABLE runs ADD COLUMN deleted_at TEXT;
  ALTER TABLE runs ADD COLUMN deleted_by_pid INTEGER;
  ALTER TABLE runs ADD COLUMN deleted_by_start_time TEXT;
  UPDATE runs SET
    noise = json_extract(summary, '$.noise'),
    bytes = iif(status = 'running', NULL, length(CAST(summary AS BLOB)) + 150
      + (SELECT coalesce(sum(length(CAST(record AS BLOB)) + 30), 0) FROM rounds WHERE run = runs.id)
      + (SELECT coalesce(sum(60 + length(contender) + length(metric) + coalesce(length(part), 0)
          + coalesce(length(CAST(error AS BLOB)), 0)), 0) FROM samples WHERE run = runs.id));
  `,
  `
  -- record: what is shown of a build that has ended, as JSON. hashes, images: as JSON, for comparing. manifest: the files that were
  -- sent, as JSON packed with gzip; null where they are not known.
  CREATE TABLE builds (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    record TEXT NOT NULL,
    hashes TEXT NOT NULL,
    images TEXT NOT NULL,
    manifest BLOB
  ) STRICT;
  CREATE INDEX builds_by_start ON builds (started_at, id);
  `,
]

export const latestVersion = migrations.length

/**
 * Brings the tables up to date in one transaction; of two processes that open at once the second finds it done.
 * Throws EngineError `unsupported` for a newer database, `bad_output` for one that is not ours.
 */
export function migrate(database: DatabaseSync, path: string): void {
  // Read only, and first: a file that is no database must not be touched.
  if (checkVersion(database, path) === latestVersion) return
  inTransaction(database, () => {
    for (const step of migrations.slice(checkVersion(database, path))) database.exec(step)
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec(`PRAGMA user_version = ${latestVersion}`)
  })
}

function checkVersion(database: DatabaseSync, path: string): number {
  const version = readNumber(database, 'PRAGMA user_version')
  const id = readNumber(database, 'PRAGMA application_id')
  const isEmpty = readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (isEmpty ? version !== 0 || id !== 0 : id !== applicationId) throw damaged(path, {})
  if (version > latestVersion) {
    throw new EngineError(
      'unsupported',
      'isoscope',
      `${path} was written by a newer Isoscope (version ${version} of its tables, this one knows ${latestVersion}).`,
      { remedy: { text: 'Update Isoscope, or choose another folder with ISOSCOPE_HOME' } },
    )
  }
  return version
}

function readNumber(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0])
}
