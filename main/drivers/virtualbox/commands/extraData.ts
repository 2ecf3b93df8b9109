/**
 * VBoxManage setextradata UUID KEY VALUE
 * VBoxManage getextradata UUID KEY
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-setextradata
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

export async function writeExtraData(
  deps: DriverDeps,
  uuid: string,
  { key, value }: { readonly key: string; readonly value: string },
  signal: AbortSignal,
): Promise<void> {
  await runVBoxManage(deps, { args: ['setextradata', uuid, key, value] }, signal)
}

/** Null where there is none. */
export async function readExtraData(
  deps: DriverDeps,
  uuid: string,
  key: string,
  signal: AbortSignal,
): Promise<string | null> {
  const answer = await runVBoxManage(deps, { args: ['getextradata', uuid, key], isQuestion: true }, signal)
  return /^Value: (.*)$/m.exec(answer)?.[1] ?? null
}
