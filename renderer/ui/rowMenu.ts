/** Where the menu of a row opens: pixels in the window. */
export interface MenuPlace {
  readonly id: string
  readonly left: number
  readonly top: number
}

/** At the button of the row, or near the row where the button is not what was used. */
export function placeMenu(id: string, element: Element): MenuPlace {
  const button = element.querySelector('button[aria-haspopup]') ?? element
  const { right, bottom } = button.getBoundingClientRect()
  return { id, left: right, top: bottom }
}

/** The keys that open the menu of a row. */
export function opensMenu({ key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey)
}
