import { TextInput, UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { maxNoteLength } from '../../../main/contract/run.ts'
import { saveNote } from '../../store/history.ts'
import classes from './history.module.css'

interface NoteCellProps {
  readonly id: string
  readonly note: string
  /** Which run it is, for those who do not see the row. */
  readonly label: string
  readonly tabIndex: number
}

/** The note, and in its place a field to change it: Enter or leaving it saves, Escape does not. */
export function NoteCell({ id, note, label, tabIndex }: NoteCellProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  // The field that closes takes the focus with it, and its blur is none of the user's.
  const isClosing = useRef(false)
  const returnsFocus = useRef(false)
  useEffect(() => {
    if (draft !== null || !returnsFocus.current) return
    returnsFocus.current = false
    button.current?.focus()
  }, [draft])

  const open = (): void => {
    isClosing.current = false
    setDraft(note)
  }
  const close = async (isKept: boolean): Promise<void> => {
    if (isClosing.current || draft === null) return
    isClosing.current = true
    // What could not be kept stays in the field.
    const isDone = !isKept || draft === note || (await saveNote(id, draft))
    if (isDone) setDraft(null)
    else isClosing.current = false
  }
  const handleKey = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    returnsFocus.current = true
    void close(event.key === 'Enter')
  }

  if (draft !== null) {
    return (
      <TextInput
        size="xs"
        autoFocus
        maxLength={maxNoteLength}
        aria-label={`Note on the run of ${label}`}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => void close(true)}
        onKeyDown={handleKey}
      />
    )
  }
  return (
    <UnstyledButton
      ref={button}
      className={classes.note}
      tabIndex={tabIndex}
      title={note === '' ? undefined : note}
      aria-label={note === '' ? `Add a note on the run of ${label}` : `Change the note on the run of ${label}: ${note}`}
      onClick={open}
    >
      {note === '' ? <span className={classes.reason}>Add a note</span> : note}
    </UnstyledButton>
  )
}
