import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { formatQuantity } from '../../../model/format.ts'
import { digestFile } from '../../../os/digest.ts'
import { measureAllocated } from '../../../os/disk.ts'
import type { Contender, PreparedContender } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { guestHardware } from '../commandLine.ts'
import { describeMachine } from '../contender.ts'
import { createMachineDeployment } from '../deployment.ts'
import { describeMinimalGuest, type MinimalMachine, prepareMinimalMachine } from '../minimalMachine.ts'
import { bootAndSave } from './bootAndSave.ts'
import { launchRestored, type StateFiles } from './launchRestored.ts'

/** The machine of `qemu` that has booted before, once: each start goes on from its saved state. */
export function createRestoredContender(deps: DriverDeps): Contender {
  return {
    id: 'qemu:restored',
    technology: 'qemu',
    title: 'QEMU, restored from a saved state',
    prepare: (run, signal) =>
      prepareMinimalMachine(
        deps,
        guestHardware,
        run,
        async (machine) => {
          run.onStep('booting a machine and saving its state')
          const state = join(machine.folder.path, 'state')
          await bootAndSave(machine, machine.files, state, signal)
          return toContender(machine, { ...machine.files, state })
        },
        signal,
      ),
  }
}

async function toContender(machine: MinimalMachine, files: StateFiles): Promise<PreparedContender> {
  const { deps, architecture, qemu, hardware, kernel, choice, folder, digests } = machine
  const { size } = await stat(files.state)
  return {
    ...describeMinimalGuest(machine),
    labels: {
      ...describeMachine(qemu, kernel, choice, architecture.machineTitle, hardware),
      start: 'restored from a saved state, not booted',
      'saved state': `${formatQuantity(size, 'bytes')}, of a guest that has booted and waits for its program`,
    },
    digests: { ...digests, state: `sha256:${await digestFile(files.state)}` },
    launch: (program, signal) => launchRestored(machine, files, program, signal),
    deployment: createMachineDeployment({
      deps,
      architecture,
      kernel,
      files,
      launch: ({ state = files.state, ...from }, program, signal) =>
        launchRestored(machine, { ...from, state }, program, signal),
      saveState: (from, state, signal) => bootAndSave(machine, from, state, signal),
    }),
    disk: async () => ({
      unique: (await measureAllocated(folder.path)).unique,
      shared: (await stat(kernel.image)).blocks * 512,
      note: 'an initramfs and the saved state, from which every such machine starts; they share the kernel',
    }),
  }
}
