import { lstat, readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EngineError } from '../../model/engineError.ts'
import { endProcessesOf } from '../../os/folderProcesses.ts'
import type { DriverDeps } from '../driver.ts'
import { markDraftName, readMark } from '../environmentMark.ts'
import type { LedgerRow } from '../ledger.ts'
import { removingPattern } from './keptEnvironments.ts'

/**
 * Removes what a dead process was making or removing: a folder directly below ours that bears its own mark, or the name
 * only a removal gives. Whatever else stands there by now is somebody's and stays.
 */
export async function reclaimEnvironment(deps: DriverDeps, row: LedgerRow): Promise<void> {
  const path = row.ref
  if (row.kind !== 'environment' || dirname(path) !== deps.paths.environments) {
    throw new EngineError('bad_input', 'venv', `${path} is not an environment that Isoscope makes.`)
  }
  const folder = await lstat(path).catch(() => null)
  if (!folder?.isDirectory()) return
  if (removingPattern.test(basename(path)) || (await isHalfMade(row))) {
    // ensurepip outlives the process that started it.
    await endProcessesOf(path)
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
    return
  }
  await removeUnmarked(path)
}

/** Between making the folder and marking it: empty, or with the mark's draft alone, and so nobody's. */
async function removeUnmarked(path: string): Promise<void> {
  const names = await readdir(path)
  if (names.length === 1 && names[0] === markDraftName) await rm(join(path, markDraftName))
  await rmdir(path).catch(() => undefined)
}

async function isHalfMade(row: LedgerRow): Promise<boolean> {
  const mark = await readMark(row.ref)
  return (
    mark?.state === 'creating' &&
    mark.owner.storeId === row.owner.storeId &&
    mark.owner.pid === row.owner.pid &&
    mark.owner.startTime === row.owner.startTime
  )
}
