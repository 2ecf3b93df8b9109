/**
 * VBoxManage modifyvm UUID --uart1 0x3F8 4 --uart-mode1 file FILE
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-modifyvm
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

/** Where a PC has its first serial port, COM1 or ttyS0: address and interrupt. */
export function buildConsoleArgs(uuid: string, path: string): readonly string[] {
  return ['modifyvm', uuid, '--uart1', '0x3F8', '4', '--uart-mode1', 'file', path]
}

/** What the guest writes to its first serial port goes to this file, which is made when the machine starts. */
export async function setConsole(deps: DriverDeps, uuid: string, path: string, signal: AbortSignal): Promise<void> {
  await runVBoxManage(deps, { args: buildConsoleArgs(uuid, path) }, signal)
}
