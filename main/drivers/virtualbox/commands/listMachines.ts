/**
 * VBoxManage list vms|runningvms
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-list
 */
import type { DriverDeps } from '../../driver.ts'
import { parseMachineIds, parseMachineNames } from '../parse.ts'
import { runVBoxManage } from '../run.ts'

/** What each is called, by its UUID. */
export async function listMachineNames(deps: DriverDeps, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  return parseMachineNames(await runVBoxManage(deps, { args: ['list', 'vms'], isQuestion: true }, signal))
}

export async function listMachineIds(deps: DriverDeps, signal: AbortSignal): Promise<readonly string[]> {
  return parseMachineIds(await runVBoxManage(deps, { args: ['list', 'vms'], isQuestion: true }, signal))
}

/** Paused ones too. */
export async function listRunningIds(deps: DriverDeps, signal: AbortSignal): Promise<readonly string[]> {
  return parseMachineIds(await runVBoxManage(deps, { args: ['list', 'runningvms'], isQuestion: true }, signal))
}
