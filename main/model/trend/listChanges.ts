import type { Technology } from '../../contract/technology.ts'
import type { TrendChange } from '../../contract/trend.ts'
import type { TrendRun } from './buildTrend.ts'

/** Facts of the machine and of Isoscope that move every contender's figures. */
const hostFacts = { kernel: 'kernel', cpu: 'CPU', cores: 'CPUs', isoscope: 'Isoscope' } as const

/** Facts of an engine that move those of its contenders, and what stands behind the engine's name. */
const engineFacts = { version: '', accelerator: ': accelerator' } as const

const engineNames: Readonly<Record<Technology, string>> = {
  host: 'host',
  venv: 'Python',
  conda: 'conda',
  docker: 'Docker',
  qemu: 'QEMU',
  virtualbox: 'VirtualBox',
  jupyterhub: 'JupyterHub',
}

/** What changed from run to run; a run that did not record something says nothing of it. Runs come oldest first. */
export function listChanges(runs: readonly TrendRun[]): readonly TrendChange[] {
  const known = new Map<string, string>()
  return runs.flatMap((run) =>
    readFacts(run).flatMap(([what, after]) => {
      const before = known.get(what)
      known.set(what, after)
      return before === undefined || before === after
        ? []
        : [{ runId: run.id, startedAt: run.startedAt, what, before, after }]
    }),
  )
}

/** Of the machine, and of the engines whose contenders have a figure. */
function readFacts({ environment, contenders }: TrendRun): readonly (readonly [what: string, value: string])[] {
  const technologies = [...new Set(contenders.map(({ technology }) => technology))].filter((one) => one !== 'host')
  const ofHost = Object.entries(hostFacts).map(([id, title]) => [title, environment.host[id]] as const)
  const ofEngines = technologies.flatMap((technology) =>
    Object.entries(engineFacts).map(
      ([id, suffix]) => [`${engineNames[technology]}${suffix}`, environment.engines[technology]?.[id]] as const,
    ),
  )
  return [...ofHost, ...ofEngines].flatMap(([what, value]) =>
    value === undefined || value === null ? [] : [[what, String(value)] as const],
  )
}
