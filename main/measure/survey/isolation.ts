import { isAbsent } from '../../drivers/absent.ts'
import type { LaunchedInstance, ReportLine } from '../../drivers/contender.ts'
import { describeIsolation } from '../../model/isolation/isolation.ts'
import type { ProcessRights, PythonPlace, SeenFacts, Unknown } from '../../model/isolation/view.ts'
import { launchProgram } from '../../os/launcher.ts'
import { readProcessRights } from '../../os/processRights.ts'
import { withInstance } from '../round/withInstance.ts'
import { layOutCanaries } from './canaries.ts'
import type { SurveyStep, SurveyTask } from './survey.ts'

/**
 * Lays out canaries on this machine and lets the same program look for them on the host and in the contender: what the
 * one finds and the other does not is what separates them. What only the host can see is read from its /proc.
 */
export const isolationSurvey: SurveyStep = {
  metrics: ['isolation'],
  title: 'looking at isolation',
  run: async (task, signal) => {
    const { prepared, contender } = task
    const canaries = await layOutCanaries(task, signal)
    try {
      const args = ['isolation', ...canaries.args]
      const host = await readHostFacts(task, args, signal)
      const { inside, outside } = await readInstance(task, args, signal)
      const view = {
        inside,
        host,
        secrets: canaries.secrets,
        outside,
        python: await readPython(task, signal),
        isVirtual: prepared.cpuClock === 'hypervisor',
        isHost: contender === 'host',
      }
      return { isolation: describeIsolation(view) }
    } finally {
      await canaries.remove()
    }
  },
}

/** By the launcher alone, in no cgroup: as a program that somebody starts on this machine. */
async function readHostFacts(
  { tools, variables }: SurveyTask,
  args: readonly string[],
  signal: AbortSignal,
): Promise<SeenFacts> {
  const launch = { engine: 'host', launchPath: tools.launch, file: tools.probe, args, env: variables }
  const program = await launchProgram(launch, signal)
  const lines = await program.waitForLine(({ isoscope }) => isoscope === 'done', signal)
  await program.waitForExit(signal)
  return readFacts(lines)
}

interface Look {
  readonly inside: SeenFacts
  readonly outside: ProcessRights | Unknown
}

async function readInstance({ prepared }: SurveyTask, args: readonly string[], signal: AbortSignal): Promise<Look> {
  let look: Look | undefined
  await withInstance(prepared, { kind: 'probe', args: [...args, '--wait'] }, signal, async (instance) => {
    const inside = readFacts(await instance.waitForReports('isolation', signal))
    look = { inside, outside: await readOutside(instance) }
  })
  return look ?? { inside: new Map(), outside: { unknown: 'the instance was gone' } }
}

async function readOutside(instance: LaunchedInstance): Promise<ProcessRights | Unknown> {
  const pid = await instance.hostProcess()
  if (isAbsent(pid)) return { unknown: pid.absent }
  return readProcessRights(pid) ?? { unknown: 'what the process may do cannot be read here' }
}

function readFacts(lines: readonly Pick<ReportLine, 'line'>[]): SeenFacts {
  return new Map(
    lines.flatMap(({ line: { isoscope, id, value, why } }) =>
      isoscope === 'fact' && typeof id === 'string'
        ? [
            [
              id,
              {
                value: typeof value === 'string' || typeof value === 'number' ? value : null,
                ...(typeof why === 'string' && { why }),
              },
            ] as const,
          ]
        : [],
    ),
  )
}

const pythonProgram = `
import json, sys
print('ISOSCOPE READY')
print(json.dumps({'isoscope': 'python', 'prefix': sys.prefix, 'base': sys.base_prefix}, separators=(',', ':')))
print('{"isoscope":"done","mode":"python"}')`

async function readPython({ prepared }: SurveyTask, signal: AbortSignal): Promise<PythonPlace | Unknown> {
  if (prepared.pythonAbsent !== null) return { unknown: prepared.pythonAbsent }
  let place: PythonPlace | undefined
  await withInstance(prepared, { kind: 'python', args: ['-u', '-c', pythonProgram] }, signal, async (instance) => {
    const lines = await instance.waitForReports('python', signal)
    const line = lines.find(({ line }) => line.isoscope === 'python')?.line
    place = { prefix: String(line?.prefix), base: String(line?.base) }
  })
  return place ?? { unknown: 'its Python did not tell' }
}
