import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findDaemons } from '../../../main/drivers/docker/memory.ts'
import { createDrivers } from '../../../main/drivers/registry.ts'
import { median } from '../../../main/model/stats/median.ts'
import { projectRoot } from '../../support/cli.ts'
import type { TestDeps } from '../../support/driverDeps.ts'
import type { Check } from '../check.ts'
import { compareFigures, type FigureLog, logOf } from './agreement.ts'
import { parseDockerStats } from './dockerStats.ts'
import { interruptible } from './interruptible.ts'
import { type Program as ContainerProgram, type ManyContainers, shortId, withContainers } from './manyContainers.ts'
import { type Program, readCpuSeconds, startProgram } from './program.ts'

const containers = 100
const samples = 20
/** Seconds; each side is looked at twice, in turn, so that what else the machine does hits both. */
const window = 10
const turns = 2
/** Milliseconds of CPU time. */
const mostPerSample = 30

/**
 * What looking at 100 running containers costs: the CPU time of one sample, and per second `isoscope ps --watch` with
 * the daemon against `docker stats` with the daemon; and whether both say the same of each container.
 */
export function checkLiveCost(deps: TestDeps): Promise<readonly Check[]> {
  return interruptible((signal) =>
    withContainers(
      deps,
      { runId: '20260101T000000-be11fe', programs: choosePrograms(), start: true },
      signal,
      async (made) => {
        const perSample = await checkSample(deps, made, signal)
        const perSecond = await checkCost(deps, made, signal)
        return [perSample, perSecond, await checkAgreement(deps, made, signal)]
      },
    ),
  )
}

/** Of a core: the limit of those that work. */
const workerShare = 0.1

function isWorker(index: number): boolean {
  return index % 25 === 0
}

/** Most idle; some work under a limit, so that they go on doing so, and some hold memory. */
function choosePrograms(): readonly ContainerProgram[] {
  return Array.from({ length: containers }, (_, index) => {
    if (isWorker(index))
      return { args: ['cpu', '--scale', '10', '--wait'], hostConfig: { NanoCpus: workerShare * 1e9 } }
    if (index % 25 === 1) return { args: ['memory', '--bytes', String((16 + index) * 2 ** 20), '--wait'] }
    return { args: ['ready'] }
  })
}

async function checkSample(deps: TestDeps, { ids }: ManyContainers, signal: AbortSignal): Promise<Check> {
  const driver = createDrivers(deps).find(({ technology }) => technology === 'docker')
  if (!driver?.sample) throw new Error('the Docker driver does not sample')
  const known = ids.map((id) => `docker:${id}`)
  const costs: number[] = []
  const walls: number[] = []
  for (let sample = 0; sample <= samples; sample++) {
    const [cpu, at] = [process.cpuUsage(), performance.now()]
    const readings = await driver.sample(known, signal)
    const { user, system } = process.cpuUsage(cpu)
    if (readings.length !== ids.length) throw new Error(`${readings.length} of ${ids.length} containers were sampled`)
    // The first one finds out where everything is.
    if (sample > 0) costs.push((user + system) / 1000)
    if (sample > 0) walls.push(performance.now() - at)
    await sleep(250, undefined, { signal })
  }
  return {
    name: `CPU time of one sample of ${ids.length} running containers`,
    unit: 'ms',
    ours: { median: median(costs), most: Math.max(...costs), wall: median(walls), samples },
    reference: { most: mostPerSample },
    limit: `median under ${mostPerSample} ms`,
    holds: median(costs) < mostPerSample,
  }
}

interface Cost {
  readonly client: number
  readonly daemon: number
}

async function checkCost(deps: TestDeps, made: ManyContainers, signal: AbortSignal): Promise<Check> {
  const daemons = findDaemons(made.client.url)
  if (daemons.length === 0) throw new Error('the daemon is not on this machine')
  const ours: Cost[] = []
  const theirs: Cost[] = []
  for (let turn = 0; turn < turns; turn++) {
    ours.push(await readCost(startOurs(deps), waitForOurs(made), daemons, signal))
    theirs.push(await readCost(startTheirs(), waitForTheirs(made), daemons, signal))
  }
  const [own, other] = [sumUp(ours), sumUp(theirs)]
  return {
    name: `CPU seconds per second of looking at ${made.ids.length} running containers, daemon included`,
    unit: 's',
    ours: own,
    reference: other,
    limit: 'ours under a fifth of docker stats',
    holds: own.sum < other.sum / 5,
  }
}

function sumUp(costs: readonly Cost[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const client = mean(costs.map((cost) => cost.client))
  const daemon = mean(costs.map((cost) => cost.daemon))
  return { sum: client + daemon, client, daemon }
}

/** From when it shows every container with its CPU on. */
async function readCost(
  program: Program,
  isComplete: (line: string) => true | null,
  daemons: readonly number[],
  signal: AbortSignal,
): Promise<Cost> {
  try {
    await program.waitFor(isComplete)
    const before = { client: readCpuSeconds([program.pid]), daemon: readCpuSeconds(daemons), at: performance.now() }
    await sleep(window * 1000, undefined, { signal })
    const seconds = (performance.now() - before.at) / 1000
    return {
      client: (readCpuSeconds([program.pid]) - before.client) / seconds,
      daemon: (readCpuSeconds(daemons) - before.daemon) / seconds,
    }
  } finally {
    await program.stop()
  }
}

function startOurs(deps: TestDeps): Program {
  const script = join(projectRoot, 'bin', 'isoscope.mjs')
  return startProgram(process.execPath, [script, 'ps', '--watch', '--json'], {
    ...process.env,
    ISOSCOPE_HOME: deps.paths.home,
  })
}

function startTheirs(): Program {
  return startProgram('docker', ['stats', '--format', '{{json .}}'], process.env)
}

interface OurLine {
  readonly instances: readonly {
    readonly id: string
    readonly usage: { readonly cpuShare: number | null; readonly memoryBytes: number | null } | null
  }[]
}

function waitForOurs({ ids }: ManyContainers): (line: string) => true | null {
  return (line) => {
    const { instances } = JSON.parse(line) as OurLine
    const known = new Set(instances.flatMap(({ id, usage }) => (typeof usage?.cpuShare === 'number' ? [id] : [])))
    return ids.every((id) => known.has(`docker:${id}`)) || null
  }
}

function waitForTheirs({ ids }: ManyContainers): (line: string) => true | null {
  const known = new Set<string>()
  return (line) => {
    const stats = parseDockerStats(line)
    if (stats !== null && stats.cpuShare !== null && stats.memory !== null) known.add(stats.id)
    return ids.every((id) => known.has(shortId(id))) || null
  }
}

/** Both at once, so that they see the same. */
async function checkAgreement(deps: TestDeps, made: ManyContainers, signal: AbortSignal): Promise<Check> {
  const [ours, theirs] = [startOurs(deps), startTheirs()]
  try {
    await Promise.all([ours.waitFor(waitForOurs(made)), theirs.waitFor(waitForTheirs(made))])
    const logs: { readonly ours: FigureLog; readonly theirs: FigureLog } = { ours: logOf(), theirs: logOf() }
    ours.onLine((line) => {
      for (const { id, usage } of (JSON.parse(line) as OurLine).instances)
        logs.ours.add(id.replace(/^docker:/, '').slice(0, 12), usage?.cpuShare ?? null, usage?.memoryBytes ?? null)
    })
    theirs.onLine((line) => {
      const stats = parseDockerStats(line)
      if (stats !== null) logs.theirs.add(stats.id, stats.cpuShare, stats.memory)
    })
    await sleep(2 * window * 1000, undefined, { signal })
    const ids = made.ids.map(shortId)
    return compareFigures(ids, logs, new Map(ids.filter((_, index) => isWorker(index)).map((id) => [id, workerShare])))
  } finally {
    await Promise.all([ours.stop(), theirs.stop()])
  }
}
