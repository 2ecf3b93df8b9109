import { rm } from 'node:fs/promises'
import { cancelled, EngineError } from '../../../model/engineError.ts'
import { endProgram, launchProgram } from '../../../os/launcher.ts'
import { waitingGuestArgs } from '../../guest/kernelCommandLine.ts'
import type { BootFiles } from '../deployment.ts'
import { saveState } from '../migrate.ts'
import { buildLaunch, type MinimalMachine } from '../minimalMachine.ts'

/** As for any boot. */
const deadlineMs = 120_000

/**
 * Boots a machine until its /init waits for its program and writes its state to the file. Nothing of the machine is left,
 * and when it rejects no file.
 */
export async function bootAndSave(
  machine: MinimalMachine,
  files: BootFiles,
  state: string,
  signal: AbortSignal,
): Promise<void> {
  const qmpSocket = `${machine.nextName()}.sock`
  const deadline = AbortSignal.timeout(deadlineMs)
  const bounded = AbortSignal.any([signal, deadline])
  // With an input, as the machines that go on from its state have one.
  const launch = { ...buildLaunch(machine, files, { qmpSocket, guestArgs: waitingGuestArgs }), hasInput: true }
  const program = await launchProgram(launch, bounded)
  try {
    await program.waitForLine((line) => line.isoscope === 'waiting', bounded)
    await saveState({ qmpSocket, file: state }, bounded)
  } catch (error) {
    if (signal.aborted) throw cancelled('qemu')
    if (!deadline.aborted) throw error
    throw new EngineError('timeout', 'qemu', `The machine was not saved within ${deadlineMs / 1000} s.`)
  } finally {
    await endProgram(program)
    await rm(qmpSocket, { force: true })
  }
}
