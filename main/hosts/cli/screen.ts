interface Terminal {
  write(text: string): unknown
}

const enter = '\u001b[?1049h\u001b[?25l'
const leave = '\u001b[?25h\u001b[?1049l'
const home = '\u001b[H'
const eraseLine = '\u001b[K'
const eraseBelow = '\u001b[J'

/**
 * A text drawn again and again over itself, on the terminal's other screen: what stood there before is back after
 * `close`, which is called by the end of the process at the latest. (xterm control sequences: DECSET 1049, 25.)
 */
export function openScreen(terminal: Terminal) {
  let open = true
  terminal.write(enter)
  const close = () => {
    if (open) terminal.write(leave)
    open = false
  }
  process.once('exit', close)
  return {
    /** In one write, without erasing first: nothing flickers. */
    draw: (text: string): void => {
      const lines = text.replace(/\n$/, '').split('\n')
      if (open) terminal.write(home + lines.map((line) => line + eraseLine).join('\r\n') + eraseBelow)
    },
    close: () => {
      process.off('exit', close)
      close()
    },
  }
}
