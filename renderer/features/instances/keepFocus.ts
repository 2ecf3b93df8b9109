import { isDialogOpen, isFocusLost, rescueFocus } from '../../ui/lostFocus.ts'

/** The row of this id takes the focus. */
export function focusRow(id: string): void {
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}

/** Nobody is elsewhere: the focus is lost, or on what it was given back to when a dialog closed. */
export function isFocusFree(): boolean {
  return !isDialogOpen() && (isFocusLost() || document.activeElement?.matches('[data-row], [data-new]') === true)
}

/** What had the focus may have gone with what was done by it, such as the actions on many: then the row of the keyboard takes it. */
export function returnToRows(): void {
  rescueFocus('[data-row][tabindex="0"]')
}
