import type { SortingState } from '@tanstack/react-table'
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
} from '@tanstack/react-table'
import type { ListedInstance, Usage } from '../../../main/contract/live.ts'

/** An instance with the sample by which it is sorted. */
export interface SortedRow {
  readonly instance: ListedInstance
  readonly usage: Usage | undefined
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
})

const helper = createColumnHelper<typeof features, SortedRow>()
const text = { sortFn: 'basic', sortDescFirst: false, sortUndefined: 'last' } as const
const figure = { sortFn: 'basic', sortDescFirst: true, sortUndefined: 'last' } as const

/** What is not known is last, whichever way it is sorted. Equals stay in the order of their names. */
export const columns = helper.columns([
  helper.accessor(({ instance }) => instance.name.toLowerCase(), { id: 'name', header: 'Name', ...text }),
  helper.accessor(({ instance }) => instance.madeFrom?.toLowerCase() ?? undefined, {
    id: 'madeFrom',
    header: 'Made from',
    ...text,
  }),
  helper.accessor(({ instance }) => instance.state, { id: 'state', header: 'State', ...text }),
  helper.accessor(({ instance }) => instance.owner, { id: 'owner', header: 'Owner', ...text }),
  helper.accessor(({ usage }) => usage?.cpuShare ?? undefined, { id: 'cpu', header: 'CPU', ...figure }),
  helper.accessor(({ usage }) => usage?.memoryBytes ?? undefined, { id: 'memory', header: 'Memory', ...figure }),
  helper.accessor(({ usage }) => addKnown(usage?.networkReceived, usage?.networkSent), {
    id: 'network',
    header: 'Network',
    ...figure,
  }),
  helper.accessor(({ usage }) => addKnown(usage?.blockRead, usage?.blockWritten), {
    id: 'block',
    header: 'Disk I/O',
    ...figure,
  }),
])

const byFigure = ['cpu', 'memory', 'network', 'block']

/** Whether the order changes with every sample. */
export function sortsByFigure(sorting: SortingState): boolean {
  return sorting.some(({ id }) => byFigure.includes(id))
}

function addKnown(a: number | null | undefined, b: number | null | undefined): number | undefined {
  return a == null && b == null ? undefined : (a ?? 0) + (b ?? 0)
}
