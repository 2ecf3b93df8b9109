/** What had the focus is gone, and the next press of Tab would begin at the top of the page. */
export function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body
}

/** The first element like this takes the focus, if it is lost once what happens now is done. */
export function rescueFocus(selector: string): void {
  setTimeout(() => {
    if (isFocusLost()) document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  })
}
