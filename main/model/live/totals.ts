import type { Instance } from '../../contract/instance.ts'
import type { Total, Usage } from '../../contract/live.ts'
import type { Technology } from '../../contract/technology.ts'

/** Each technology in all, in the given order. Sums are over the instances whose figure is known, null where none is. */
export function addUpByTechnology(
  technologies: readonly Technology[],
  instances: readonly Pick<Instance, 'id' | 'technology' | 'state'>[],
  usage: readonly Usage[],
): Total[] {
  const byId = new Map(usage.map((one) => [one.id, one]))
  return technologies.map((technology) => {
    const own = instances.filter((instance) => instance.technology === technology)
    const used = own.flatMap(({ id }) => byId.get(id) ?? [])
    return {
      technology,
      instances: own.length,
      running: own.filter(({ state }) => state === 'running').length,
      cpuShare: sumOfKnown(used.map(({ cpuShare }) => cpuShare)),
      memoryBytes: sumOfKnown(used.map(({ memoryBytes }) => memoryBytes)),
    }
  })
}

function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
