import { lstat, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { EngineError, toEngineError } from '../model/engineError.ts'
import { readCgroupProcesses } from '../os/cgroups.ts'
import { endProcesses, endProcessesOf } from '../os/folderProcesses.ts'
import type { ProcessIdentity } from '../os/processIdentity.ts'
import type { Driver, DriverDeps } from './driver.ts'
import type { LedgerRow } from './ledger.ts'
import { isRunCgroupPath, removeWhenEmpty } from './runCgroup.ts'
import { isRunFolderPath } from './runFolder.ts'

export interface SweepResult {
  /** In words for people, such as `container isoscope-run-…`. */
  readonly removed: readonly string[]
  readonly failures: readonly { readonly what: string; readonly error: EngineError }[]
}

/**
 * Removes what dead processes left: things of lifetime `run` whose owner no longer lives, the youngest first, because
 * what was made later may stand on what was made before. A row is crossed out after its thing is gone; one that fails
 * stops no other. Never rejects; after an abort the rows that were not reached yet stay for the next sweep.
 */
export async function sweep(
  rows: readonly LedgerRow[],
  drivers: readonly Driver[],
  deps: DriverDeps,
  isAlive: (identity: ProcessIdentity) => boolean,
  signal: AbortSignal,
): Promise<SweepResult> {
  const removed: string[] = []
  const failures: { what: string; error: EngineError }[] = []
  const left = rows.filter((row) => row.lifetime === 'run' && !isAlive(row.owner))
  for (const row of left.toSorted((a, b) => b.id - a.id)) {
    if (signal.aborted) break
    try {
      const words = await reclaimRow(row, drivers, deps, signal)
      deps.ledger.clear(row.id)
      if (words !== null) removed.push(words)
    } catch (error) {
      failures.push({ what: describe(row), error: toEngineError(error, row.technology) })
    }
  }
  return { removed, failures }
}

/** What was removed, or null when there was nothing of ours any more. */
async function reclaimRow(
  row: LedgerRow,
  drivers: readonly Driver[],
  deps: DriverDeps,
  signal: AbortSignal,
): Promise<string | null> {
  if (row.kind === 'folder') return reclaimFolder(row, deps)
  if (row.kind === 'cgroup') return reclaimCgroup(row)
  const driver = drivers.find(({ technology }) => technology === row.technology)
  if (!driver?.reclaim) {
    throw new EngineError('unsupported', row.technology, 'Nothing in this version of Isoscope can remove this.')
  }
  await driver.reclaim(row, signal)
  return describe(row)
}

async function reclaimFolder(row: LedgerRow, deps: DriverDeps): Promise<string | null> {
  const path = row.ref
  if (!isRunFolderPath(path, deps.paths.temp)) throw notOurs(row)
  const stat = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  // We made a folder. What stands there instead, a link above all, is somebody else's and ours is gone.
  if (!stat?.isDirectory()) return null
  if (process.getuid && stat.uid !== process.getuid()) {
    throw new EngineError('permission_denied', row.technology, 'This folder belongs to another user.')
  }
  // What an environment's own Python had started outlives the process that died.
  const ended = await endProcessesOf(path)
  await rm(path, { recursive: true, force: true, maxRetries: 5 })
  return withEnded(describe(row), ended)
}

/** Its programs died with the launcher. Where one did not, only the processes in our own cgroup are ended. */
async function reclaimCgroup(row: LedgerRow): Promise<string | null> {
  if (!isRunCgroupPath(row.ref)) throw notOurs(row)
  const pids = readCgroupProcesses(row.ref)
  if (pids === null) return null
  const ended = await endProcesses(pids)
  await removeWhenEmpty([row.ref])
  return withEnded(describe(row), ended)
}

function notOurs(row: LedgerRow): EngineError {
  return new EngineError('bad_input', row.technology, `This is not a ${row.kind} that Isoscope makes.`)
}

/** Paths stay in the log. */
function describe(row: LedgerRow): string {
  return `${row.kind} ${row.ref.startsWith('/') ? basename(row.ref) : row.ref}`
}

function withEnded(what: string, ended: readonly string[]): string {
  return ended.length === 0 ? what : `${what}, and in it ${ended.join(', ')}`
}
