import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Work } from '../../store/works.ts'
import { isFocusLost } from '../../ui/lostFocus.ts'
import classes from './form.module.css'
import { returnToRows } from './keepFocus.ts'
import { WorkView } from './WorkView.tsx'

interface FormDialogProps {
  readonly title: string
  readonly onClose: () => void
  /** What was ordered by it. */
  readonly work: Work | undefined
  readonly size?: number
  /** The form. It stays as it was filled in while the work goes on, and is there again when that has failed. */
  readonly children: ReactNode
}

/** A form, then how far its work is; closed, the work goes on. Mounted while it is open. */
export function FormDialog({ title, onClose, work, size = 620, children }: FormDialogProps) {
  const isRunning = work?.state === 'running'
  const form = useRef<HTMLDivElement>(null)
  const closeButton = useRef<HTMLButtonElement>(null)
  useEffect(() => returnToRows, [])
  // The form is hidden while the work goes on, and what has the focus in it would lose it out of the dialog.
  useEffect(() => {
    if (!isRunning) return
    const sender = document.activeElement
    if (isFocusLost() || form.current?.contains(sender)) closeButton.current?.focus()
    return () => {
      if (isFocusLost()) findField(form.current, sender)?.focus()
    }
  }, [isRunning])
  return (
    <Modal
      opened
      onClose={onClose}
      size={size}
      title={title}
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      // A click beside it would throw away what was typed.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      {work && (
        <Stack gap={14} mb={isRunning ? 0 : 14}>
          <WorkView work={work} />
          {isRunning && (
            <Group justify="space-between" gap={8}>
              <Text size="sm" c="dimmed">
                It goes on when this is closed, and shows on the page.
              </Text>
              <Button ref={closeButton} variant="default" onClick={onClose}>
                Close
              </Button>
            </Group>
          )}
        </Stack>
      )}
      <div ref={form} hidden={isRunning}>
        {children}
      </div>
    </Modal>
  )
}

/** What had the focus when the form was sent, or else its first field. Null once the dialog is closed. */
function findField(form: HTMLElement | null, sender: Element | null): HTMLElement | null {
  if (sender instanceof HTMLElement && form?.contains(sender)) return sender
  return form?.querySelector<HTMLElement>('input, textarea, select, button') ?? null
}

interface FormButtonsProps {
  readonly action: string
  readonly onCancel: () => void
}

/** Beneath every form. What it would do is never greyed out: pressing it says what is missing. */
export function FormButtons({ action, onCancel }: FormButtonsProps) {
  return (
    // The field keeps the focus: left, it would tell its error, and the button would move away from under the pointer.
    <Group justify="flex-end" gap={8} className={classes.buttons} onMouseDown={(event) => event.preventDefault()}>
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit">{action}</Button>
    </Group>
  )
}
