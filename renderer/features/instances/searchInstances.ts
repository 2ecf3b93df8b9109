import type { ListedInstance } from '../../../main/contract/live.ts'

/** Those that have every word of the search somewhere in their name, id, origin, state, owner or technology. */
export function searchInstances(instances: readonly ListedInstance[], search: string): readonly ListedInstance[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return instances
  return instances.filter((instance) => {
    const text = describeForSearch(instance)
    return words.every((word) => text.includes(word))
  })
}

function describeForSearch({ name, id, madeFrom, state, owner, technology }: ListedInstance): string {
  return [name, id, madeFrom ?? '', state, owner === 'isoscope' ? 'isoscope' : 'yours', technology]
    .join('\n')
    .toLowerCase()
}
