import type { ITheme } from '@xterm/xterm'

export type TerminalColours = ITheme

/** The sixteen of ANSI, in each theme. */
const ansi: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: {
    black: '#1a2330',
    red: '#b3261e',
    green: '#1d6f42',
    yellow: '#7a5200',
    blue: '#1556ab',
    magenta: '#8a2f8f',
    cyan: '#0b6a75',
    white: '#5d6977',
    brightBlack: '#566374',
    brightRed: '#c22f2a',
    brightGreen: '#1d7f58',
    brightYellow: '#8f5f00',
    brightBlue: '#1a63c4',
    brightMagenta: '#a03aa6',
    brightCyan: '#0d7682',
    brightWhite: '#3b4654',
  },
  dark: {
    black: '#5b6776',
    red: '#f0837c',
    green: '#3fb98a',
    yellow: '#d9a441',
    blue: '#76adff',
    magenta: '#d39bdc',
    cyan: '#5cc4d0',
    white: '#c4ced9',
    brightBlack: '#93a0b0',
    brightRed: '#ff9d96',
    brightGreen: '#5fd3a5',
    brightYellow: '#efc066',
    brightBlue: '#a6caff',
    brightMagenta: '#e5bdec',
    brightCyan: '#86dbe5',
    brightWhite: '#ffffff',
  },
}

/** The app's own ground and text, so that a terminal belongs to the page. `read` gives what a variable of the page's is. */
export function readTerminalTheme(scheme: 'light' | 'dark', read: (variable: string) => string): TerminalColours {
  const text = read('--mantine-color-text')
  const ground = read('--iso-raised')
  return {
    ...ansi[scheme],
    background: ground,
    foreground: text,
    cursor: text,
    cursorAccent: ground,
    selectionBackground: scheme === 'dark' ? '#2f4a6d' : '#bcd7fb',
  }
}
