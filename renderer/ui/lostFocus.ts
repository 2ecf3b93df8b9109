/** What had the focus is gone, and the next press of Tab would begin at the top of the page. */
export function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body
}

/** Whoever is in a dialog or a drawer stays there. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null
}

/** The first element like this takes the focus, if it is lost once what happens now is done. */
export function rescueFocus(selector: string): void {
  setTimeout(() => {
    if (isFocusLost()) document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  })
}
