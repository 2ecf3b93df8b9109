import { EngineError } from '../../../model/engineError.ts'
import { findRunning } from '../runningMachine.ts'
import { refuseSaved } from './savedState.ts'

/** Rejects with `unsupported` while the machine runs, and while its memory is kept for a disk as it is. */
export async function refuseWhileUsed(machineFolder: string): Promise<void> {
  if (await findRunning(machineFolder)) {
    throw new EngineError('unsupported', 'qemu', 'The machine runs, and its disk changes.', {
      remedy: { text: 'Stop it first' },
    })
  }
  await refuseSaved(machineFolder)
}
