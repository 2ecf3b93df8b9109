import { createSpotlight } from '@mantine/spotlight'
import { isFocusLost } from '../ui/lostFocus.ts'

const [store, { open }] = createSpotlight()
export const paletteStore = store

let origin: Element | null = null

/** Remembers what has the focus: the palette takes it in the same moment. */
export function openPalette(): void {
  if (!store.getState().opened) origin = document.activeElement
  open()
}

/** A command may take the focus to its page; otherwise it goes back where it was. */
export function returnFocusFromPalette(): void {
  setTimeout(() => {
    if (isFocusLost() && origin instanceof HTMLElement) origin.focus()
  })
}
