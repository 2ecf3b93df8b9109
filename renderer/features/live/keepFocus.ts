/** The row of this id takes the focus. */
export function focusRow(id: string): void {
  focus(`[data-row="${CSS.escape(id)}"]`)
}

/** What had the focus may have gone with what was done by it, such as the actions on many: then the row of the keyboard takes it. */
export function rescueFocus(): void {
  setTimeout(() => {
    if (document.activeElement === null || document.activeElement === document.body) focus('[data-row][tabindex="0"]')
  })
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
}
