import { create } from 'zustand'
import { type MenuPlace, placeMenu } from '../../ui/rowMenu.ts'
import type { ImageSorting } from './imageRows.ts'

/** Two images, the earlier one first. */
export interface ComparedImages {
  readonly before: string
  readonly after: string
}

interface ImageViewState {
  readonly search: string
  readonly sorting: ImageSorting
  readonly ticked: ReadonlySet<string>
  /** The row the keyboard is on. */
  readonly active: string | null
  readonly menu: MenuPlace | null
  /** The image whose details are open. */
  readonly opened: string | null
  readonly compared: ComparedImages | null
}

/** How the page is looked at. Search and order stay while the page changes. */
export const useImageView = create<ImageViewState>(() => ({
  search: '',
  sorting: { by: 'name', isDescending: false },
  ticked: new Set(),
  active: null,
  menu: null,
  opened: null,
  compared: null,
}))

export function toggleTick(id: string): void {
  useImageView.setState(({ ticked }) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    return { ticked: next }
  })
}

export function tickAll(ids: readonly string[], taken: boolean): void {
  useImageView.setState(({ ticked }) => {
    const next = new Set(ticked)
    for (const id of ids) taken ? next.add(id) : next.delete(id)
    return { ticked: next }
  })
}

export function openImage(id: string): void {
  useImageView.setState({ opened: id })
}

/** What lies over the rows does not lie over those of the next page. */
export function closeAll(): void {
  useImageView.setState({ menu: null, opened: null, compared: null })
}

/** Opens the menu of a row, which has the keyboard from then on. */
export function openMenuAt(id: string, element: Element): void {
  useImageView.setState({ active: id, menu: placeMenu(id, element) })
}
