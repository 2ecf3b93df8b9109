import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { moveInRows } from './moveInRows.ts'

interface RovingRow<T> {
  readonly items: readonly T[]
  readonly active: string | null
  readonly onActive: (id: string) => void
  readonly grid: RefObject<HTMLElement | null>
  /** What a key does to a row that has the focus itself; false for a key that means nothing there. */
  readonly act: (event: KeyboardEvent, item: T, row: HTMLElement) => boolean
  /** The row a further key goes to, beside arrows, Home, End and Page; null for one that goes nowhere, no row's index for one that has no row to go to. */
  readonly goTo?: (key: string, from: number) => number | null
}

/**
 * The keyboard in a grid: one row can be tabbed to, and keys move the focus from it to others, also to one that comes into the
 * document only then. A row that was removed hands its focus on to the one in its place.
 */
export function useRovingRow<T extends { readonly id: string }>(options: RovingRow<T>) {
  const { items, active, onActive, grid, act, goTo } = options
  const found = items.findIndex(({ id }) => id === active)
  const lastIndex = useRef(0)
  if (found >= 0) lastIndex.current = found
  const activeIndex = found >= 0 ? found : Math.min(lastIndex.current, items.length - 1)
  const scrollToIndex = useRef<(index: number) => void>(() => {})
  const wantsFocus = useRef(false)
  const activeId = items[activeIndex]?.id

  useEffect(() => {
    if (activeId === undefined) return
    const lost = document.activeElement === document.body && active !== null && active !== activeId
    if (!wantsFocus.current && !lost) return
    wantsFocus.current = false
    const row = grid.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(activeId)}"]`)
    row?.focus({ preventScroll: true })
  }, [activeId, active, grid])

  const move = (index: number) => {
    const item = items[index]
    if (!item) return
    wantsFocus.current = true
    onActive(item.id)
    scrollToIndex.current(index)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = findRow(event.target)
    const item = items[activeIndex]
    if (!row || !item) return
    const to = goTo?.(event.key, activeIndex) ?? moveInRows(event.key, activeIndex, items.length)
    if (to !== null) move(to)
    // A box or a button in the row has keys of its own.
    else if (event.target !== row || !act(event, item, row)) return
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const id = findRow(event.target)?.dataset.row
    if (id !== undefined && id !== active) onActive(id)
  }
  return { activeIndex, scrollToIndex, onKeyDown, onFocus }
}

function findRow(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
}
