import { Notification } from 'electron'
import { findErrorData } from '../cli/explainError.ts'

export interface Notice {
  readonly title: string
  readonly body: string
  readonly onClick?: () => void
}

/** Held while it is shown: one that is collected as garbage hears no click. */
const open = new Set<Notification>()

/** Shows it as the desktop shows such things; where the desktop cannot, the log has it. */
export function tell({ title, body, onClick }: Notice, log: (line: string) => void): void {
  if (!Notification.isSupported()) {
    log(`${title}: ${body}`)
    return
  }
  const notification = new Notification({ title, body })
  open.add(notification)
  notification.on('close', () => open.delete(notification))
  notification.on('click', () => {
    open.delete(notification)
    onClick?.()
  })
  notification.show()
}

/** For people: what the API declared, and nothing of what it did not. */
export function explainFailure(error: unknown): string {
  const data = findErrorData(error)
  return data ? [data.message, data.remedy?.text].filter(Boolean).join(' ') : 'The log says why.'
}
