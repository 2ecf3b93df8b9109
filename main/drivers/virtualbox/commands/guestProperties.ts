/**
 * VBoxManage guestproperty enumerate UUID
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-guestproperty
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

export interface GuestProperty {
  readonly name: string
  readonly value: string
}

/** What VirtualBox's additions in the guest tell, such as its address. */
export async function readGuestProperties(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal,
): Promise<readonly GuestProperty[]> {
  return parseGuestProperties(
    await runVBoxManage(deps, { args: ['guestproperty', 'enumerate', uuid], isQuestion: true }, signal),
  )
}

/**
 * `/VirtualBox/GuestInfo/Net/0/V4/IP = '10.0.2.15' @ 2026-…` since 7.0; `Name: …, value: …, timestamp: …, flags: …` before.
 */
export function parseGuestProperties(output: string): readonly GuestProperty[] {
  return output.split('\n').flatMap((line) => {
    const found =
      /^(\/\S+)\s*=\s*'(.*)'(?:\s*@\s.*)?$/.exec(line) ??
      /^Name: (.+?), value: (.*), timestamp: \d+, flags: /.exec(line)
    return found ? { name: found[1] ?? '', value: found[2] ?? '' } : []
  })
}
