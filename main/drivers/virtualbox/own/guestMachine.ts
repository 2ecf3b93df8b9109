/**
 * VBoxManage modifyvm UUID --firmware=bios --boot1=dvd --uart1 0x3F8 4 --uart-mode1 client SOCKET …
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-modifyvm
 */
import type { DriverDeps } from '../../driver.ts'
import { addController, attachStorage } from '../commands/attachStorage.ts'
import { createMachine } from '../commands/createMachine.ts'
import { runVBoxManage } from '../run.ts'

/** The least a guest can be, as QEMU's. */
export const guestHardware = { memoryMiB: 256, cpus: 1 } as const

export interface GuestMachine {
  readonly uuid: string
  readonly name: string
  /** Its own folder is made in here. */
  readonly folder: string
  readonly image: string
  /** VirtualBox connects its serial port to it when the machine starts: somebody MUST listen then. */
  readonly consoleSocket: string
}

export function buildGuestArgs({
  uuid,
  consoleSocket,
}: Pick<GuestMachine, 'uuid' | 'consoleSocket'>): readonly string[] {
  return [
    'modifyvm',
    uuid,
    `--cpus=${guestHardware.cpus}`,
    `--memory=${guestHardware.memoryMiB}`,
    '--ioapic=on',
    '--rtc-use-utc=on',
    '--audio-driver=none',
    '--nic1=none',
    '--usb-ohci=off',
    '--firmware=bios',
    // It shows its logo for seconds otherwise.
    '--bios-logo-fade-in=off',
    '--bios-logo-fade-out=off',
    '--bios-logo-display-time=0',
    '--bios-boot-menu=disabled',
    '--boot1=dvd',
    '--boot2=none',
    '--boot3=none',
    '--boot4=none',
    ...['--uart1', '0x3F8', '4', '--uart-mode1', 'client', consoleSocket],
  ]
}

/** Resolves with the machine's folder. What it has made when it rejects is the caller's to remove. */
export async function createGuestMachine(
  deps: DriverDeps,
  machine: GuestMachine,
  signal: AbortSignal,
): Promise<string> {
  const { uuid, name, folder, image } = machine
  const made = await createMachine(deps, { name, uuid, osType: 'Linux_64', baseFolder: folder }, signal)
  await runVBoxManage(deps, { args: buildGuestArgs(machine) }, signal)
  await addController(deps, uuid, signal)
  const slot = { controller: 'SATA', port: 0, device: 0, type: 'dvddrive' } as const
  await attachStorage(deps, uuid, { ...slot, medium: image }, signal)
  return made
}
