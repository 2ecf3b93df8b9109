import { ActionIcon, Button, Menu, Text, TextInput, useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { TerminalRequest } from '../../../../main/contract/terminal.ts'
import { RemedyText } from '../../../ui/ProblemNotice.tsx'
import type { TerminalView } from './createTerminal.ts'
import { describeState } from './describeState.ts'
import classes from './terminal.module.css'
import { useTerminalSession } from './useTerminalSession.ts'

interface TerminalProps {
  /** The same object for as long as it means the same session. Its size is the box's. */
  readonly request: TerminalRequest
}

/** A terminal in its box, at a program in a container, with its state, a search, and a menu for what has no key. */
export function Terminal({ request }: TerminalProps) {
  const scheme = useComputedColorScheme('light')
  const [isSearching, setSearching] = useState(false)
  const [isRead, setRead] = useState(false)
  const [says, setSays] = useState('')
  const toolbar = useRef<HTMLButtonElement>(null)
  const copy = async (view: TerminalView) => {
    const text = view.selection()
    if (text === '') return setSays('Nothing is selected.')
    await navigator.clipboard.writeText(text).then(
      () => setSays('Copied.'),
      () => setSays('The clipboard is closed to this page.'),
    )
  }
  const paste = async (view: TerminalView) => {
    await navigator.clipboard.readText().then(
      (text) => view.paste(text),
      () => setSays('This page may not read the clipboard by itself: press Ctrl+Shift+V in the terminal.'),
    )
    view.focus()
  }
  const onKey = (event: KeyboardEvent, view: TerminalView): boolean => {
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return false
    // The browser pastes by itself, and asks nobody.
    if (event.code === 'KeyV') return true
    if (event.code === 'KeyC') void copy(view)
    else if (event.code === 'KeyF') setSearching(true)
    else if (event.code === 'ArrowUp') toolbar.current?.focus()
    else return false
    event.preventDefault()
    return true
  }
  const { box, state, view, reopen } = useTerminalSession(request, scheme, onKey)
  useEffect(() => view?.setReadByScreenReader(isRead), [view, isRead])
  const canReopen = state.kind === 'ended' || state.kind === 'failed' || state.kind === 'lost'
  return (
    <section className={classes.terminal} aria-label="Terminal">
      <div className={classes.bar}>
        <Text size="sm" role="status" className={classes.state} data-state={state.kind}>
          {describeState(state, request)}
        </Text>
        {canReopen && request.kind !== 'run' && (
          <Button size="compact-sm" variant="default" onClick={reopen}>
            Open again
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => setSearching(true)} disabled={!view}>
          Search
        </Button>
        <Menu position="bottom-end" withinPortal={false} transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <Button ref={toolbar} size="compact-sm" variant="subtle" disabled={!view}>
              Edit
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item rightSection="Ctrl+Shift+C" onClick={() => view && void copy(view)}>
              Copy
            </Menu.Item>
            <Menu.Item rightSection="Ctrl+Shift+V" onClick={() => view && void paste(view)}>
              Paste
            </Menu.Item>
            <Menu.Item onClick={() => view?.selectAll()}>Select all</Menu.Item>
            <Menu.Item onClick={() => view?.clear()}>Clear</Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => setRead(!isRead)}>
              {isRead ? 'Leave screen reader mode' : 'Screen reader mode'}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {isSearching && view && <SearchLine view={view} onClose={() => setSearching(false)} />}
      <div ref={box} className={classes.box} data-testid="terminal" />
      {state.kind === 'failed' && (
        <div role="alert">
          <Text size="sm">{state.problem.message}</Text>
          <RemedyText remedy={state.problem.remedy} />
        </div>
      )}
      <Text size="xs" c="dimmed">
        Every key goes to the program, Tab and Escape too. Ctrl+Shift+↑ leaves the terminal.{' '}
        <span role="status">{says}</span>
      </Text>
    </section>
  )
}

function SearchLine({ view, onClose }: { readonly view: TerminalView; readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [isMissing, setMissing] = useState(false)
  const find = (direction: 'next' | 'previous') => setMissing(text !== '' && !view.find(text, direction))
  const close = () => {
    onClose()
    view.focus()
  }
  return (
    <form
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault()
        find('previous')
      }}
    >
      <TextInput
        size="xs"
        data-autofocus
        autoFocus
        aria-label="Search in the terminal"
        placeholder="Search"
        value={text}
        error={isMissing ? 'Not found' : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setMissing(false)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          close()
        }}
      />
      <Button size="xs" variant="default" type="submit">
        Previous
      </Button>
      <Button size="xs" variant="default" onClick={() => find('next')}>
        Next
      </Button>
      <ActionIcon variant="subtle" aria-label="Close the search" onClick={close}>
        ×
      </ActionIcon>
    </form>
  )
}
