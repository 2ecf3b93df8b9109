import { lstat, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { instanceNamePattern } from '../../contract/instanceName.ts'
import { EngineError } from '../../model/engineError.ts'
import { endProcessesOf } from '../../os/folderProcesses.ts'
import type { LedgerRow } from '../ledger.ts'

/**
 * Removes what a dead process was making. A mark cannot tell it: micromamba makes nothing in a folder that exists. But only a
 * whole environment has a history; one that has it was finished, by whomever, and stays.
 */
export async function reclaimCondaEnvironment(row: LedgerRow): Promise<void> {
  const prefix = row.ref
  if (row.kind !== 'environment' || !instanceNamePattern.test(basename(prefix))) {
    throw new EngineError('bad_input', 'conda', `${prefix} is not an environment that Isoscope makes.`)
  }
  const folder = await lstat(prefix).catch(() => null)
  if (!folder?.isDirectory() || !(await isHalfMade(prefix))) return
  await endProcessesOf(prefix)
  await rm(prefix, { recursive: true, force: true, maxRetries: 5 })
}

async function isHalfMade(prefix: string): Promise<boolean> {
  const records = await stat(join(prefix, 'conda-meta')).catch(() => null)
  const history = await stat(join(prefix, 'conda-meta', 'history')).catch(() => null)
  return records?.isDirectory() === true && (history === null || history.size === 0)
}
