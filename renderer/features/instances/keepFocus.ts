import { rescueFocus } from '../../ui/lostFocus.ts'

/** The row of this id takes the focus. */
export function focusRow(id: string): void {
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}

/** What had the focus may have gone with what was done by it, such as the actions on many: then the row of the keyboard takes it. */
export function returnToRows(): void {
  rescueFocus('[data-row][tabindex="0"]')
}
