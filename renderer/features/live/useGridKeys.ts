import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { listActions, toggleTick, useInstanceView } from '../instances/instanceView.ts'
import { openMenuAt } from '../instances/openMenu.ts'
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
  const found = items.findIndex(({ id }) => id === active)
  const lastIndex = useRef(0)
  if (found >= 0) lastIndex.current = found
  const activeIndex = found >= 0 ? found : Math.min(lastIndex.current, items.length - 1)
  const scrollToIndex = useRef<(index: number) => void>(() => {})
  const wantsFocus = useRef(false)
  const activeId = items[activeIndex]?.id

  // The row may come into the document only now; one that was removed hands its focus on to the one in its place.
  useEffect(() => {
    if (activeId === undefined) return
    const lost = document.activeElement === document.body && active !== null && active !== activeId
    if (!wantsFocus.current && !lost) return
    wantsFocus.current = false
    const row = grid.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(activeId)}"]`)
    row?.focus({ preventScroll: true })
  }, [activeId, active, grid])

  const move = (to: number) => {
    const index = Math.max(0, Math.min(items.length - 1, to))
    const item = items[index]
    if (!item) return
    wantsFocus.current = true
    useInstanceView.setState({ active: item.id })
    scrollToIndex.current(index)
  }
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
function actOnKey({ key, shiftKey }: KeyboardEvent, item: GridItem, row: HTMLElement): boolean {
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
  else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
    // The menu would take the key that has opened it for one of its own.
    setTimeout(() => openMenuAt(instance.id, row))
  } else return false
  return true
}
