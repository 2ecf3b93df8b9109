import { type SortingState, useTable } from '@tanstack/react-table'
import { useMemo, useRef, useState } from 'react'
import type { Usage } from '../../../main/contract/live.ts'
import { useLive } from '../../store/live.ts'
import { technologyOrder } from '../../ui/technologies.ts'
import { searchInstances } from '../instances/searchInstances.ts'
import { groupByTechnology } from './arrangeRows.ts'
import { useLiveView } from './liveView.ts'
import { columns, features, type SortedRow, sortsByFigure } from './sortInstances.ts'

const noUsage: ReadonlyMap<string, Usage> = new Map()

/**
 * The rows of the table: searched, sorted, under the heads of their technologies. Sorted by a figure they change places with
 * every sample, except while `isHeld`: nobody is to click on a row that has just moved away.
 */
export function useLiveRows(isHeld: boolean) {
  const instances = useLive((state) => state.instances)
  const search = useLiveView((state) => state.search)
  const folded = useLiveView((state) => state.folded)
  const [sorting, setSorting] = useState<SortingState>([])
  const byFigure = sortsByFigure(sorting)
  const usage = useHeldUsage(byFigure, isHeld)
  const data = useMemo(
    () =>
      searchInstances(instances, search).map((instance): SortedRow => ({ instance, usage: usage.get(instance.id) })),
    [instances, search, usage],
  )
  const table = useTable({
    features,
    columns,
    data,
    getRowId: ({ instance }) => instance.id,
    state: { sorting },
    onSortingChange: setSorting,
    enableMultiSort: false,
  })
  const { rows } = table.getRowModel()
  const items = useMemo(
    () =>
      groupByTechnology(
        rows.map(({ original }) => original.instance),
        technologyOrder,
        folded,
      ),
    [rows, folded],
  )
  return { table, items, isOrderLive: byFigure }
}

/** The last sample, if anything is sorted by it; that of when the rows began to be held. */
function useHeldUsage(isWanted: boolean, isHeld: boolean): ReadonlyMap<string, Usage> {
  const held = useRef(noUsage)
  return useLive((state) => {
    if (!isWanted) return noUsage
    if (!isHeld || held.current === noUsage) held.current = state.usage
    return held.current
  })
}
