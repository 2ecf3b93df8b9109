import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { mostTerminalRows, type TerminalRequest } from '../../../../main/contract/terminal.ts'
import type { TerminalView } from './createTerminal.ts'
import { openSession, type TerminalState } from './terminalSession.ts'

type Scheme = 'light' | 'dark'
type OnKey = (event: KeyboardEvent, view: TerminalView) => boolean

interface TerminalUse {
  readonly box: RefObject<HTMLDivElement | null>
  readonly state: TerminalState
  /** Null until it is loaded. */
  readonly view: TerminalView | null
  readonly reopen: () => void
}

/** xterm, loaded when it is needed, in a box and at a session; both end with the component. */
export function useTerminalSession(request: TerminalRequest, scheme: Scheme, onKey: OnKey): TerminalUse {
  const box = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<TerminalState>({ kind: 'opening' })
  const [view, setView] = useState<TerminalView | null>(null)
  const [attempt, setAttempt] = useState(0)
  const latest = useRef({ scheme, onKey })
  latest.current = { scheme, onKey }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens another session
  useEffect(() => {
    const closing = new AbortController()
    void open(box.current, request, closing.signal, {
      latest,
      setState,
      setView,
    })
    return () => closing.abort()
  }, [request, attempt])
  useEffect(() => view?.paint(scheme), [view, scheme])
  const reopen = useCallback(() => setAttempt((before) => before + 1), [])
  return { box, state, view, reopen }
}

interface OpenOptions {
  readonly latest: RefObject<{ readonly scheme: Scheme; readonly onKey: OnKey }>
  readonly setState: (state: TerminalState) => void
  readonly setView: (view: TerminalView | null) => void
}

async function open(
  box: HTMLElement | null,
  request: TerminalRequest,
  signal: AbortSignal,
  { latest, setState, setView }: OpenOptions,
): Promise<void> {
  if (!box) return
  const { createTerminal, scrollback } = await import('./createTerminal.ts')
  if (signal.aborted) return
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  const view: TerminalView = createTerminal(box, {
    nonce,
    scheme: latest.current.scheme,
    onInput: (bytes) => session.write(bytes),
    onResize: (size) => session.resize(size),
    onKey: (event) => latest.current.onKey(event, view),
  })
  const session = openSession(
    { ...request, size: view.size, kept: scrollback + 2 * mostTerminalRows },
    {
      onOutput: (bytes) => view.write(bytes),
      onState: (state) => {
        setState(state)
        if (state.kind !== 'opening' && state.kind !== 'running') view.stopInput()
      },
    },
  )
  const observer = new ResizeObserver(() => view.fit())
  observer.observe(box)
  view.focus()
  setView(view)
  signal.addEventListener('abort', () => {
    observer.disconnect()
    session.leave()
    setView(null)
    view.remove()
  })
}
