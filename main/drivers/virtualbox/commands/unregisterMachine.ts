/**
 * VBoxManage unregistervm UUID [--delete]
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-unregistervm
 *
 * --delete takes every hard disk that only this machine uses, wherever it is. One that fails has unregistered the machine
 * all the same and leaves its files: what may make it fail is looked for before.
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

export async function deleteMachine(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  const progress = { step: 'deleting its files', onProgress: () => undefined }
  await runVBoxManage(deps, { args: ['unregistervm', uuid, '--delete'], progress }, signal)
}

/** Leaves every file. */
export async function forgetMachine(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  await runVBoxManage(deps, { args: ['unregistervm', uuid] }, signal)
}
