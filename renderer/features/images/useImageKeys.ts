import type { KeyboardEvent, RefObject } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { openImageDialog } from '../../store/imageDialog.ts'
import { opensMenu } from '../../ui/rowMenu.ts'
import { useRovingRow } from '../../ui/useRovingRow.ts'
import { openImage, openMenuAt, toggleTick, useImageView } from './imageView.ts'

/** Enter opens details, Space ticks, Delete removes, the menu key or Shift+F10 opens the row's menu. */
export function useImageKeys(items: readonly Image[], grid: RefObject<HTMLDivElement | null>) {
  const active = useImageView((state) => state.active)
  return useRovingRow({ items, active, onActive: setActive, grid, act: actOnKey })
}

const setActive = (active: string) => useImageView.setState({ active })

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
