import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import type { TerminalSize } from '../../../../main/contract/terminal.ts'
import { withNonce, writeSpanStylesThroughCssom } from './stylesUnderPolicy.ts'
import { readTerminalTheme, type TerminalColours } from './terminalTheme.ts'

/** Lines that are kept above the window; each costs about a hundred bytes. */
export const scrollback = 2_000

/** What xterm takes a few milliseconds for. */
const pieceBytes = 32 * 1024

/** Milliseconds. */
const framePatience = 100

export interface TerminalView {
  readonly size: TerminalSize
  /** Resolves when it has been drawn, which is what is acknowledged. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  focus(): void
  fit(): void
  paint(scheme: 'light' | 'dark'): void
  setReadByScreenReader(on: boolean): void
  /** Whether anything was found. */
  find(text: string, direction: 'next' | 'previous'): boolean
  selection(): string
  paste(text: string): void
  selectAll(): void
  /** Also what is above. */
  clear(): void
  stopInput(): void
  remove(): void
}

interface TerminalHandlers {
  readonly nonce: string
  readonly scheme: 'light' | 'dark'
  readonly onInput: (bytes: Uint8Array) => void
  readonly onResize: (size: TerminalSize) => void
  /** A key that is not the program's; true where it was taken. */
  readonly onKey: (event: KeyboardEvent) => boolean
}

/** xterm in a box of the page. */
export function createTerminal(
  box: HTMLElement,
  { nonce, scheme, onInput, onResize, onKey }: TerminalHandlers,
): TerminalView {
  const { fontFamily, fontSize } = getComputedStyle(box)
  const terminal = new Terminal({
    theme: toTheme(scheme),
    fontFamily,
    fontSize: Number.parseFloat(fontSize),
    scrollback,
    // WCAG 1.4.3, whatever colours a program chooses.
    minimumContrastRatio: 4.5,
    cursorBlink: false,
    allowProposedApi: false,
  })
  const fitting = new FitAddon()
  const searching = new SearchAddon()
  terminal.loadAddon(fitting)
  terminal.loadAddon(searching)
  const endSpanStyles = writeSpanStylesThroughCssom()
  withNonce(nonce, () => terminal.open(box))
  fitting.fit()
  const encoder = new TextEncoder()
  terminal.onData((text) => onInput(encoder.encode(text)))
  // Reports of the mouse in an old format: bytes, one a character.
  terminal.onBinary((text) => onInput(Uint8Array.from(text, (character) => character.charCodeAt(0))))
  terminal.onResize(({ cols, rows }) => onResize({ columns: cols, rows }))
  terminal.attachCustomKeyEventHandler((event) => event.type !== 'keydown' || !onKey(event))
  return {
    get size() {
      return { columns: terminal.cols, rows: terminal.rows }
    },
    write: async (bytes) => {
      // In pieces: xterm draws and takes keys between two of them, and never within one.
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes)
        await new Promise<void>((resolve) => terminal.write(piece, resolve))
      }
      await waitForFrame()
    },
    focus: () => terminal.focus(),
    fit: () => fitting.fit(),
    paint: (next) => {
      terminal.options.theme = toTheme(next)
    },
    setReadByScreenReader: (on) => {
      terminal.options.screenReaderMode = on
    },
    find: (text, direction) => (direction === 'next' ? searching.findNext(text) : searching.findPrevious(text)),
    selection: () => terminal.getSelection(),
    paste: (text) => terminal.paste(text),
    selectAll: () => terminal.selectAll(),
    clear: () => terminal.clear(),
    stopInput: () => {
      terminal.options.disableStdin = true
    },
    remove: () => {
      terminal.dispose()
      endSpanStyles()
    },
  }
}

/** Until what was taken in is drawn; a page in the background makes no frames. */
function waitForFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))
    setTimeout(resolve, framePatience)
  })
}

function toTheme(scheme: 'light' | 'dark'): TerminalColours {
  return readTerminalTheme(scheme, (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())
}
