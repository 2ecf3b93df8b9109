import { EngineError } from '../../../model/engineError.ts'
import { endProgram, type LaunchedProgram, launchProgram } from '../../../os/launcher.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import type { Execution } from '../../contender.ts'
import type { DirectoryImage } from './directoryImage.ts'
import { bootDeadlineMs, type InstanceOptions, isBoot, makeMachine, type SystemSetup } from './instance.ts'

/** The console of the guest is among its output; of our own protocol nothing has to be. */
const reportLine = /^.*\{"isoscope".*\n?/gm

/**
 * A machine for one command: made, booted until its system is up, and ended by force when the command has ended. The
 * boot is in the time, as the making of a container is. The CPU time is the hypervisor's from the command's begin on.
 */
export async function executeInSystem(
  setup: SystemSetup,
  options: InstanceOptions,
  { argv, place }: { readonly argv: readonly string[]; readonly place: DirectoryImage },
  signal: AbortSignal,
): Promise<Execution> {
  const orderedAt = monotonicNs()
  const program = { kind: 'command', argv, directory: place.directory } as const
  const machine = await makeMachine(setup, options, { program, readOnlyDisk: place.image }, signal)
  let started: LaunchedProgram | undefined
  try {
    started = await launchProgram(machine.launch, signal)
    await started.waitForLine(isBoot, AbortSignal.any([signal, AbortSignal.timeout(bootDeadlineMs)]))
    const lines = await started.waitForLine(isEnd, signal)
    const [begin, end] = [lines.find(({ line }) => isBoot(line)), lines.findLast(({ line }) => isEnd(line))]
    if (end === undefined) throw new EngineError('bad_output', 'qemu', 'The guest did not say how the command ended.')
    if (end.line.isoscope === 'failed') {
      throw new EngineError('engine_failed', 'qemu', `${argv[0]} could not be started: ${end.line.message}.`)
    }
    const spent = typeof begin?.cpu === 'number' && end.cpu !== null ? (end.cpu - begin.cpu) / 1e9 : null
    return {
      duration: nsToMs(end.at - orderedAt),
      exitCode: Number(end.line.code),
      cpuSeconds: spent ?? { absent: 'the CPU time of the hypervisor’s process could not be read' },
      output: started.lastOutput().replaceAll(reportLine, ''),
    }
  } finally {
    if (started) await endProgram(started)
    await machine.remove()
  }
}

function isEnd(line: Readonly<Record<string, unknown>>): boolean {
  return line.isoscope === 'exit' || line.isoscope === 'failed'
}
