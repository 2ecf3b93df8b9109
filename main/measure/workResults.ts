import type { PreparedContender, ReportLine } from '../drivers/contender.ts'
import { EngineError } from '../model/engineError.ts'

export interface WorkResult {
  /** One kind of work of the mode: `integer` of cpu, `small` of disk. */
  readonly kernel: string
  readonly cpuSeconds: number
  readonly wallSeconds: number
}

/**
 * The results of one mode's kernels from the probe's lines. For a program it is the CPU time of its own and its children; for a virtual machine the
 * CPU time of the hypervisor process between the lines `begin` and `result`, because a guest does not see what its
 * emulation costs.
 * Throws `bad_output` when a kernel is missing or its checksum is not the host's: then it has not done the same work.
 */
export function readWorkResults(
  lines: readonly ReportLine[],
  clock: PreparedContender['cpuClock'],
  checksums: ReadonlyMap<string, string>,
): readonly WorkResult[] {
  return [...checksums].map(([kernel, checksum]) => {
    const begin = findLine(lines, 'begin', kernel)
    const result = findLine(lines, 'result', kernel)
    if (result.line.checksum !== checksum)
      throw badOutput(`The kernel ${kernel} computed something else than on the host.`)
    return { kernel, ...(clock === 'program' ? readOwnTimes(result) : readHypervisorTimes(begin, result)) }
  })
}

function findLine(lines: readonly ReportLine[], what: 'begin' | 'result', kernel: string): ReportLine {
  const found = lines.find(({ line }) => line.isoscope === what && line.kernel === kernel)
  if (!found) throw badOutput(`The kernel ${kernel} reported no ${what}.`)
  return found
}

function readOwnTimes({ line }: ReportLine) {
  return {
    cpuSeconds: (numberOf(line, 'user_ns') + numberOf(line, 'system_ns')) / 1e9,
    wallSeconds: (numberOf(line, 'end_ns') - numberOf(line, 'start_ns')) / 1e9,
  }
}

function readHypervisorTimes(begin: ReportLine, result: ReportLine) {
  if (begin.hypervisorCpuNs === null || result.hypervisorCpuNs === null) {
    throw badOutput("The hypervisor's CPU time could not be read.")
  }
  return {
    cpuSeconds: (result.hypervisorCpuNs - begin.hypervisorCpuNs) / 1e9,
    // The guest's clock may drift under emulation: the host's, at the reading of both lines.
    wallSeconds: (result.at - begin.at) / 1e9,
  }
}

function numberOf(line: ReportLine['line'], field: string): number {
  const value = line[field]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badOutput(`The probe reported no ${field}.`)
  return value
}

function badOutput(message: string): EngineError {
  return new EngineError('bad_output', 'probe', message)
}
