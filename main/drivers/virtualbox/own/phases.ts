import { nsToMs } from '../../../os/monotonic.ts'
import type { MonotonicNs, Phase } from '../../contender.ts'
import { type BootMarks, listPhases } from '../../guest/bootPhases.ts'

interface MachineMarks extends Omit<BootMarks, 'spawnedAt'> {
  readonly orderedAt: MonotonicNs
  readonly startOrderedAt: MonotonicNs
}

/** What is a program's start and its firmware in QEMU takes longer here, and the loader reads kernel and initramfs from a disc. */
const names: Readonly<Record<string, string>> = { spawn: 'start', firmware: 'loader' }

/**
 * Where the time of a start goes:
 *   create  order → the machine is defined (createvm, modifyvm, storagectl, storageattach)
 *   start   startvm is ordered → first serial byte: the loader's banner, so VirtualBox's processes and the BIOS are in it
 *   loader  → the kernel's time zero
 *   kernel, init  as of QEMU; the order that the guest waits for is in the latter
 */
export function listMachinePhases({ orderedAt, startOrderedAt, ...marks }: MachineMarks): readonly Phase[] {
  const boot = listPhases({ ...marks, spawnedAt: startOrderedAt })
  return [
    { name: 'create', duration: nsToMs(startOrderedAt - orderedAt) },
    ...boot.map(({ name, duration }) => ({ name: names[name] ?? name, duration })),
  ]
}
