import type { KeyboardEvent, RefObject } from 'react'
import { opensMenu } from '../../ui/rowMenu.ts'
import { useRovingRow } from '../../ui/useRovingRow.ts'
import { listActions, openMenuAt, toggleTick, useInstanceView } from '../instances/instanceView.ts'
import { order } from '../instances/order.ts'
import type { GridItem } from './arrangeRows.ts'
import { toggleFold, useLiveView } from './liveView.ts'

/**
 * Left goes from a row to its head. Enter opens details or folds a head (as Left and Right do), Space ticks, Delete removes, the
 * menu key or Shift+F10 opens the row's menu.
 */
export function useGridKeys(items: readonly GridItem[], grid: RefObject<HTMLDivElement | null>) {
  const active = useInstanceView((state) => state.active)
  const goTo = (key: string, from: number) =>
    key === 'ArrowLeft' && items[from]?.kind === 'instance'
      ? items.findLastIndex(({ kind }, index) => kind === 'group' && index < from)
      : null
  return useRovingRow({ items, active, onActive: setActive, grid, act: actOnKey, goTo })
}

const setActive = (active: string) => useInstanceView.setState({ active })

function actOnKey(event: KeyboardEvent, item: GridItem, row: HTMLElement): boolean {
  const { key } = event
  if (item.kind === 'group') {
    const isFolded = useLiveView.getState().folded.has(item.technology)
    const folds = key === 'Enter' || key === ' ' || key === (isFolded ? 'ArrowRight' : 'ArrowLeft')
    if (folds) toggleFold(item.technology)
    return folds
  }
  const { instance } = item
  if (key === 'Enter') useInstanceView.setState({ opened: instance.id })
  else if (key === ' ') toggleTick(instance.id)
  else if (key === 'Delete' && listActions(instance).includes('remove')) order('remove', [instance])
  else if (opensMenu(event)) {
    // The menu would take the key that has opened it for one of its own.
    setTimeout(() => openMenuAt(instance.id, row))
  } else return false
  return true
}
