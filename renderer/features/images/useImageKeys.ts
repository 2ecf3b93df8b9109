import type { FocusEvent, KeyboardEvent, RefObject } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { openImageDialog } from '../../store/imageDialog.ts'
import { moveInRows } from '../../ui/moveInRows.ts'
import { opensMenu } from '../../ui/rowMenu.ts'
import { useRovingRow } from '../../ui/useRovingRow.ts'
import { openImage, openMenuAt, toggleTick, useImageView } from './imageView.ts'

/**
 * The keyboard in the table: one row can be tabbed to, arrows, Home, End and Page move from it. Enter opens details, Space
 * ticks, Delete removes, the menu key or Shift+F10 opens the row's menu.
 */
export function useImageKeys(images: readonly Image[], grid: RefObject<HTMLDivElement | null>) {
  const active = useImageView((state) => state.active)
  const setActive = (id: string) => useImageView.setState({ active: id })
  const { activeIndex, scrollToIndex, move } = useRovingRow(images, active, setActive, grid)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
    const image = images[activeIndex]
    if (!row || !image) return
    const to = moveInRows(event.key, activeIndex, images.length)
    if (to !== null) move(to)
    // A box or a button in the row has keys of its own.
    else if (event.target !== row || !actOnKey(event, image, row)) return
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const id = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
    if (id !== undefined && id !== useImageView.getState().active) setActive(id)
  }
  return { activeIndex, scrollToIndex, onKeyDown, onFocus }
}

/** False for a key that means nothing here. */
function actOnKey(event: KeyboardEvent, image: Image, row: HTMLElement): boolean {
  const { key } = event
  const { id } = image
  if (key === 'Enter') openImage(id)
  else if (key === ' ') toggleTick(id)
  else if (key === 'Delete') openImageDialog({ kind: 'remove', images: [image] })
  else if (opensMenu(event)) {
    // The menu would take the key that has opened it for one of its own.
    setTimeout(() => openMenuAt(id, row))
  } else return false
  return true
}
