/**
 * VBoxManage --version
 * VBoxManage list extpacks
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-list
 */
import type { DriverDeps } from '../../driver.ts'
import { parseExtensionPacks, parseVersion } from '../parse.ts'
import { requireAnswer, runVBoxManage } from '../run.ts'

export async function readVersion(deps: DriverDeps, signal: AbortSignal): Promise<string> {
  const answer = await runVBoxManage(deps, { args: ['--version'], isQuestion: true }, signal)
  return requireAnswer(parseVersion(answer) ?? undefined, 'its version', answer)
}

export async function listExtensionPacks(deps: DriverDeps, signal: AbortSignal): Promise<readonly string[]> {
  return parseExtensionPacks(await runVBoxManage(deps, { args: ['list', 'extpacks'], isQuestion: true }, signal))
}
