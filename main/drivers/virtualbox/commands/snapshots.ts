/**
 * VBoxManage snapshot UUID list --machinereadable
 * VBoxManage snapshot UUID take NAME [--description=TEXT]
 * VBoxManage snapshot UUID restore|delete SNAPSHOT
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-snapshot
 */
import type { Snapshot } from '../../../contract/machine.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { parseNewId } from '../parse.ts'
import { parseSnapshots } from '../parseSnapshots.ts'
import { requireAnswer, runVBoxManage } from '../run.ts'

/** Of a machine without snapshots VirtualBox says so, and on some versions exits with 1. */
export async function listSnapshots(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<readonly Snapshot[]> {
  try {
    return parseSnapshots(
      await runVBoxManage(deps, { args: ['snapshot', uuid, 'list', '--machinereadable'], isQuestion: true }, signal),
    )
  } catch (error) {
    if (error instanceof EngineError && /does not have any snapshots/.test(error.detail ?? '')) return []
    throw error
  }
}

interface NewSnapshot {
  readonly name: string
  readonly description?: string
}

/** The word behind `take` is the name, also one that begins with a hyphen; `--` before it would be an error. */
export function buildTakeArgs(uuid: string, { name, description }: NewSnapshot): readonly string[] {
  return ['snapshot', uuid, 'take', name, ...(description === undefined ? [] : [`--description=${description}`])]
}

/** Resolves with its UUID. */
export async function takeSnapshot(
  deps: DriverDeps,
  uuid: string,
  snapshot: NewSnapshot,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<string> {
  const progress = { step: 'taking the snapshot', onProgress }
  const answer = await runVBoxManage(deps, { args: buildTakeArgs(uuid, snapshot), progress }, signal)
  return requireAnswer(parseNewId(answer), 'which snapshot it has taken', answer)
}

/** `not_found`. */
export async function restoreSnapshot(
  deps: DriverDeps,
  uuid: string,
  snapshot: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const progress = { step: 'restoring the snapshot', onProgress }
  await runVBoxManage(deps, { args: ['snapshot', uuid, 'restore', snapshot], progress }, signal)
}

/** Its differences are merged into what follows, which copies them. `not_found`, `in_use`. */
export async function deleteSnapshot(
  deps: DriverDeps,
  uuid: string,
  snapshot: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const progress = { step: 'merging its disks', onProgress }
  await runVBoxManage(deps, { args: ['snapshot', uuid, 'delete', snapshot], progress }, signal)
}
