import type { FocusEvent, KeyboardEvent, RefObject } from 'react'
import { opensMenu } from '../../ui/rowMenu.ts'
import { useRovingRow } from '../../ui/useRovingRow.ts'
import { listActions, openMenuAt, toggleTick, useInstanceView } from '../instances/instanceView.ts'
import { order } from '../instances/order.ts'
import type { GridItem } from './arrangeRows.ts'
import { toggleFold, useLiveView } from './liveView.ts'

/** Rows that Page Up and Page Down move by. */
const page = 10

/**
 * The keyboard in the table: one row can be tabbed to, arrows, Home, End and Page move from it. Left goes from a row to its
 * head. Enter opens details or folds a head (as Left and Right do), Space ticks, Delete removes, the menu key or Shift+F10 opens the row's menu.
 */
export function useGridKeys(items: readonly GridItem[], grid: RefObject<HTMLDivElement | null>) {
  const active = useInstanceView((state) => state.active)
  const setActive = (id: string) => useInstanceView.setState({ active: id })
  const { activeIndex, scrollToIndex, move } = useRovingRow(items, active, setActive, grid)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
    const item = items[activeIndex]
    if (!row || !item) return
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: items.length - 1,
      ...(item.kind === 'instance' && {
        ArrowLeft: items.findLastIndex(({ kind }, index) => kind === 'group' && index < activeIndex),
      }),
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    // A box or a button in the row has keys of its own.
    else if (event.target !== row || !actOnKey(event, item, row)) return
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const id = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
    if (id !== undefined && id !== useInstanceView.getState().active) useInstanceView.setState({ active: id })
  }
  return { activeIndex, scrollToIndex, onKeyDown, onFocus }
}

/** False for a key that means nothing here. */
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
