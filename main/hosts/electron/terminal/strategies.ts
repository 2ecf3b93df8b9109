import { basename } from 'node:path'

/** How a terminal program is found and told what to run in its window; which programs there are is handed in. */

export interface TerminalSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The full path of a program of that name, or of that path; null when there is none. */
  readonly findProgram: (name: string) => string | null
}

export interface Terminal {
  /** For people and the log. */
  readonly name: string
  readonly program: string
  /** Arguments that open a window in which the command runs: one of ours for each of the command's, so that nothing is parsed again. */
  readonly buildArgs: (command: readonly string[]) => readonly string[]
}

export interface TerminalStrategy {
  readonly name: string
  readonly find: (surroundings: TerminalSurroundings) => Terminal | null
}

type BuildArgs = Terminal['buildArgs']

const afterE: BuildArgs = (command) => ['-e', ...command]
const afterX: BuildArgs = (command) => ['-x', ...command]
const afterDashes: BuildArgs = (command) => ['--', ...command]
const plain: BuildArgs = (command) => command

/**
 * In the order in which they are tried. Left out is what takes a command only as one text for a shell to read (tilix, lxterminal).
 * The manual of each: gnome-terminal(1), kgx(1), ptyxis(1), konsole(1), xfce4-terminal(1), mate-terminal(1), foot(1), xterm(1)…
 */
const linuxPrograms: readonly (readonly [name: string, buildArgs: BuildArgs])[] = [
  // https://gitlab.freedesktop.org/terminal-wg/specifications: the user's own choice of a terminal.
  ['xdg-terminal-exec', plain],
  // The system's choice. Debian policy 11.8.3: -e is the last option, and what follows is a command and its arguments.
  ['x-terminal-emulator', afterE],
  ['gnome-terminal', afterDashes],
  ['ptyxis', afterDashes],
  ['kgx', afterDashes],
  ['konsole', afterE],
  ['xfce4-terminal', afterX],
  ['mate-terminal', afterX],
  ['terminator', afterX],
  ['alacritty', afterE],
  ['kitty', plain],
  ['foot', plain],
  ['wezterm', (command) => ['start', '--', ...command]],
  ['urxvt', afterE],
  ['xterm', afterE],
]

/** A program or a path, as other programs read it too; what has more words than one is not run. */
const namedByUser: TerminalStrategy = {
  name: 'TERMINAL',
  find: ({ env, findProgram }) => {
    const wanted = env.TERMINAL
    const program = wanted && !/\s/.test(wanted) && !wanted.startsWith('-') ? findProgram(wanted) : null
    if (program === null) return null
    const known = linuxPrograms.find(([name]) => name === basename(program))
    return { name: basename(program), program, buildArgs: known?.[1] ?? afterE }
  },
}

/**
 * Typed into a shell by Terminal, which knows no other way: each argument arrives at the script as an argument, and is quoted by
 * the system itself.
 */
const appleScript = [
  'on run command',
  'set typed to ""',
  'repeat with each in command',
  'set typed to typed & quoted form of each & space',
  'end repeat',
  'tell application "Terminal"',
  'activate',
  'do script typed',
  'end tell',
  'end run',
]

const strategies: Readonly<Partial<Record<NodeJS.Platform, readonly TerminalStrategy[]>>> = {
  linux: [namedByUser, ...linuxPrograms.map(([name, buildArgs]) => findByName(name, name, buildArgs))],
  darwin: [
    findByName('Terminal', 'osascript', (command) => [...appleScript.flatMap((line) => ['-e', line]), ...command]),
  ],
  win32: [
    // A semicolon would begin another tab.
    findByName('Windows Terminal', 'wt', (command) => [
      'new-tab',
      '--',
      ...command.map((argument) => argument.replaceAll(';', '\\;')),
    ]),
    // The console of every Windows; it takes a command line and no options here.
    findByName('Console', 'conhost', plain),
  ],
}

function findByName(name: string, programName: string, buildArgs: BuildArgs): TerminalStrategy {
  return {
    name,
    find: ({ findProgram }) => {
      const program = findProgram(programName)
      return program === null ? null : { name, program, buildArgs }
    },
  }
}

/** The first there is; null where this platform has none. */
export function chooseTerminal(platform: NodeJS.Platform, surroundings: TerminalSurroundings): Terminal | null {
  for (const { find } of strategies[platform] ?? []) {
    const found = find(surroundings)
    if (found) return found
  }
  return null
}
