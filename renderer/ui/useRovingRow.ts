import { type RefObject, useEffect, useRef } from 'react'

/**
 * The one row of a grid that can be tabbed to, and how the focus goes from it to others: also to one that comes into the document
 * only then. A row that was removed hands its focus on to the one in its place.
 */
export function useRovingRow(
  items: readonly { readonly id: string }[],
  active: string | null,
  onActive: (id: string) => void,
  grid: RefObject<HTMLElement | null>,
) {
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

  const move = (to: number) => {
    const index = Math.max(0, Math.min(items.length - 1, to))
    const item = items[index]
    if (!item) return
    wantsFocus.current = true
    onActive(item.id)
    scrollToIndex.current(index)
  }
  return { activeIndex, scrollToIndex, move }
}
