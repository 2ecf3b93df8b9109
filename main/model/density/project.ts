/** How many instances a machine would hold: a projection from those that were started, never a measurement. */
import { median } from '../stats/median.ts'

/** What instances use up, in its own unit. */
export interface Resource {
  readonly name: string
  readonly capacity: number
  /** In use by anybody at each number of instances, ascending, the first with none. */
  readonly readings: readonly { readonly instances: number; readonly used: number }[]
  /** Of what an instance takes, how much is our own and would not be there otherwise. */
  readonly launcher: number
}

export interface ProjectionInput {
  /** Of the line of memory over instances, in bytes: what one more takes, and what the line begins with. */
  readonly perInstance: number
  readonly intercept: number
  /** Where the line comes from, for people. */
  readonly source: string
  readonly availableAtZero: number
  readonly resources: readonly Resource[]
}

export interface Projection {
  readonly instances: number
  /** What ends the row first. */
  readonly limit: string
}

/**
 * The largest number whose memory, by the line, fits into what was available with none running; capped by the first of
 * the other resources. Null when the memory of one more is not above zero: then nothing follows.
 * A resource of which instances took nothing that can be seen is no limit.
 */
export function projectInstances(input: ProjectionInput): Projection | null {
  const { perInstance, intercept, source, availableAtZero, resources } = input
  if (!(perInstance > 0)) return null
  const byMemory = { instances: (availableAtZero - Math.max(0, intercept)) / perInstance, limit: `memory, ${source}` }
  const byResource = resources.flatMap(({ name, capacity, readings, launcher }) => {
    const each = usedByEach(readings) - launcher
    const [none] = readings
    return each > 0 && none ? [{ instances: (capacity - none.used) / each, limit: name }] : []
  })
  const first = [byMemory, ...byResource].reduce((least, one) => (one.instances < least.instances ? one : least))
  return { instances: Math.max(0, Math.floor(first.instances)), limit: first.limit }
}

/**
 * The median of the steps: others take and give back meanwhile, but not at most steps. In whole units, as an instance has
 * one port, or two processes, and what is between them is others' doing. 0 without a step.
 */
function usedByEach(readings: Resource['readings']): number {
  const steps = readings.slice(1).flatMap((reading, index) => {
    const before = readings[index]
    return before ? [(reading.used - before.used) / (reading.instances - before.instances)] : []
  })
  return steps.length === 0 ? 0 : Math.round(median(steps))
}
