import type { ListedInstance } from '../../../main/contract/live.ts'
import type { Technology } from '../../../main/contract/technology.ts'

/** One line of the table: the head of a technology, or one of its instances. */
export type GridItem =
  | {
      readonly kind: 'group'
      readonly id: string
      readonly technology: Technology
      /** Of the instances below it, or of those it has folded away. */
      readonly members: readonly string[]
    }
  | { readonly kind: 'instance'; readonly id: string; readonly instance: ListedInstance }

/** The instances under the heads of their technologies, in the order they come in; those of a folded one are left out. */
export function groupByTechnology(
  sorted: readonly ListedInstance[],
  order: readonly Technology[],
  folded: ReadonlySet<Technology>,
): readonly GridItem[] {
  return order.flatMap((technology): GridItem[] => {
    const own = sorted.filter((instance) => instance.technology === technology)
    if (own.length === 0) return []
    const head: GridItem = { kind: 'group', id: `group:${technology}`, technology, members: own.map(({ id }) => id) }
    if (folded.has(technology)) return [head]
    return [head, ...own.map((instance): GridItem => ({ kind: 'instance', id: instance.id, instance }))]
  })
}

/** Of every instance that has passed the search, also below a folded head. */
export function listFound(items: readonly GridItem[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'group' ? item.members : []))
}
