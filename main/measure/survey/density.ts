import { setTimeout as sleep } from 'node:timers/promises'
import { isAbsent } from '../../drivers/absent.ts'
import type { DensityLimit, LaunchedInstance, PreparedContender } from '../../drivers/contender.ts'
import { choosePoints, floorShare, wouldBreakFloor } from '../../model/density/plan.ts'
import type { Resource } from '../../model/density/project.ts'
import { type DensityPoint, summariseDensity } from '../../model/density/summarise.ts'
import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { type MemoryInfo, readMemoryInfo } from '../../os/memoryInfo.ts'
import type { SurveyStep, SurveyTask } from './survey.ts'

const defaultSettleMs = 1_000

/** Memory against the number of instances that run at once. measurement.md, `density` */
export const densitySurvey: SurveyStep = {
  metrics: ['density'],
  title: 'starting more and more at once',
  run: async (task, signal) => ({ density: await measureDensity(task, readMemoryInfo, signal) }),
}

/** What of a survey's task it goes by. */
export type DensityTask = Pick<SurveyTask, 'contender' | 'prepared' | 'onStep' | 'settleMs'>

type ReadMemory = () => MemoryInfo | null

/** What is running, and what has been seen so far. */
interface Ascent {
  readonly task: DensityTask
  readonly readMemory: ReadMemory
  readonly instances: LaunchedInstance[]
  readonly points: DensityPoint[]
  /** What is used up beside memory, as read at each point. */
  readonly limits: (readonly DensityLimit[])[]
}

/**
 * Starts instances beside each other up to the planned numbers, and stops before less than a quarter of the memory would
 * be left. Whatever happens, all of them are removed before it settles. Rejects when not even the first can be started.
 */
export async function measureDensity(task: DensityTask, readMemory: ReadMemory, signal: AbortSignal) {
  const ascent: Ascent = { task, readMemory, instances: [], points: [], limits: [] }
  try {
    await readPoint(ascent, signal)
    const stoppedBy = await ascend(ascent, signal)
    return summariseDensity({ points: ascent.points, stoppedBy, resources: collectResources(ascent) })
  } finally {
    await removeAll(ascent.instances)
  }
}

/** Resolves with why no further instance was started. */
async function ascend(ascent: Ascent, signal: AbortSignal): Promise<string> {
  const { task, instances, points } = ascent
  let plan: readonly number[] = [1]
  for (let next = 0; next < plan.length; next++) {
    const target = plan[next] ?? 0
    if (breaksFloor(ascent, target - instances.length)) return floorReached
    while (instances.length < target) {
      try {
        instances.push(await launchOne(task.prepared, signal))
      } catch (error) {
        throwIfAborted(signal, task.contender)
        if (points.length < 2) throw error
        return `instance ${instances.length + 1} could not be started: ${toEngineError(error, task.contender).message}`
      }
      // The forecast may have been wrong: what is there now decides.
      if (breaksFloor(ascent, 0)) return floorReached
    }
    await readPoint(ascent, signal)
    const [first] = instances
    if (first && plan.length === 1) plan = choosePoints(first.startup)
    task.onStep(`${instances.length} of ${plan.at(-1)} at once`)
  }
  return `the planned number of ${plan.at(-1)}`
}

const floorReached = `one more step would have left less than ${floorShare * 100} % of the memory available`

function launchOne(prepared: PreparedContender, signal: AbortSignal): Promise<LaunchedInstance> {
  return prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
}

/** Where available memory cannot be read, only the planned number ends the row. */
function breaksFloor({ readMemory, points, instances }: Ascent, more: number): boolean {
  const now = readMemory()
  const availableAtZero = points[0]?.available
  if (now === null || availableAtZero === null || availableAtZero === undefined) return false
  const { total, available } = now
  return wouldBreakFloor({ total, available, availableAtZero, instances: instances.length, more })
}

/**
 * After a rest, the memory of all instances at one moment: pages that they share are divided among them, so readings
 * taken one by one as they started would count those pages more than once.
 */
async function readPoint(ascent: Ascent, signal: AbortSignal): Promise<void> {
  const { task, readMemory, instances, points, limits } = ascent
  await sleep(task.settleMs ?? defaultSettleMs, undefined, { signal })
  const readings = await Promise.all(instances.map((instance) => instance.memory()))
  const pss = readings.reduce<number | null>(
    (sum, reading) => (sum === null || isAbsent(reading) ? null : sum + reading.pss),
    0,
  )
  points.push({ instances: instances.length, pss, available: readMemory()?.available ?? null })
  limits.push((await task.prepared.densityLimits?.(signal)) ?? [])
}

/** Those that could be read at every point. */
function collectResources({ points, limits }: Ascent): readonly Resource[] {
  return (limits[0] ?? []).flatMap(({ name, capacity, launcher = 0 }) => {
    const readings = points.flatMap(({ instances }, index) => {
      const same = limits[index]?.find((one) => one.name === name)
      return same ? [{ instances, used: same.used }] : []
    })
    return readings.length === points.length ? [{ name, capacity, readings, launcher }] : []
  })
}

/** All at once, each whatever happens to the others; then the first failure, as something may have been left. */
async function removeAll(instances: readonly LaunchedInstance[]): Promise<void> {
  const results = await Promise.allSettled(instances.map((instance) => instance.remove()))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
