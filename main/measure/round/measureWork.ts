import { isAbsent } from '../../drivers/absent.ts'
import type { PreparedContender, Program, ReportLine } from '../../drivers/contender.ts'
import type { WorkKind } from '../workChecksums.ts'
import { readWorkResults } from '../workResults.ts'
import type { RoundStep, RoundTask } from './task.ts'
import { withInstance } from './withInstance.ts'

const steps: Readonly<Record<WorkKind, string>> = {
  memory: 'working in memory',
  spawn: 'starting processes',
  disk: 'writing and reading files',
}

/** File systems that have no disk behind them. */
const inMemory: ReadonlySet<unknown> = new Set(['tmpfs', 'ramfs'])

/** One kind of fixed work in an instance of its own → its CPU and wall seconds, kernel by kernel. */
export function measureWork(kind: WorkKind): RoundStep {
  return async (task, samples, signal) => {
    const program = chooseProgram(kind, task)
    if (program === null || task.workChecksums === null) return
    const checksums = task.workChecksums[kind]
    task.onStep(steps[kind])
    samples.expect(`${kind}_seconds`)
    await withInstance(task.prepared, program, signal, async (instance) => {
      const lines = await instance.waitForReports(kind, signal)
      const results = readWorkResults(lines, task.prepared.cpuClock, checksums)
      const place = findPlace(lines)
      if (inMemory.has(place?.filesystem)) {
        samples.addAbsent(`${kind}_seconds`, `its files are in memory (${place?.filesystem}), not on a disk`)
        return
      }
      if (place) task.onNote('disk_cost', describePlace(place))
      for (const { kernel, cpuSeconds, wallSeconds } of results) {
        samples.add(`${kind}_seconds`, cpuSeconds, 's', kernel)
        samples.add(`${kind}_wall`, wallSeconds, 's', kernel)
      }
    })
  }
}

/** Null where the contender has no place for it, which it has said itself. */
function chooseProgram(kind: WorkKind, { prepared, cpuScale }: RoundTask): Program | null {
  const place = kind === 'disk' ? findScratch(prepared) : []
  return place && { kind: 'probe', args: [kind, ...place, '--scale', String(cpuScale), '--wait'] }
}

function findScratch({ scratch }: PreparedContender): readonly string[] | null {
  return scratch === undefined || isAbsent(scratch) ? null : ['--dir', scratch.path]
}

function findPlace(lines: readonly ReportLine[]): ReportLine['line'] | undefined {
  return lines.find(({ line }) => line.isoscope === 'place')?.line
}

/** Where it wrote, and whether what it read back came from there. */
function describePlace({ filesystem, cached_bytes }: ReportLine['line']): string {
  return `on ${filesystem}${cached_bytes === 0 ? '' : ', read back from the page cache'}`
}
