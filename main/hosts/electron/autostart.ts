import { readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { replaceFile } from '../../os/jsonFile.ts'

/*
 * What a Linux desktop starts at login: `$XDG_CONFIG_HOME/autostart/isoscope.desktop`
 * https://specifications.freedesktop.org/autostart-spec/latest/, https://specifications.freedesktop.org/desktop-entry-spec/latest/
 */

export function findAutostartFile(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart', 'isoscope.desktop')
}

/** False also where the file is there and a desktop's own settings have turned it off. */
export function readAutostart(path: string): boolean {
  try {
    const text = readFileSync(path, 'utf8')
    return !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(text)
  } catch {
    return false
  }
}

/** `command`: program and arguments; `null` takes the file away. Throws what the file system says. */
export function writeAutostart(path: string, command: readonly string[] | null): void {
  if (command === null) rmSync(path, { force: true })
  else replaceFile(path, createAutostartEntry(command))
}

export function createAutostartEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Isoscope',
    'Comment=Compares ways of isolating a computation by measuring them',
    `Exec=${command.map(quoteArgument).join(' ')}`,
    'Terminal=false',
  ]
  return `${lines.join('\n')}\n`
}

/**
 * One argument of `Exec=`: in double quotes, where " ` $ \ take a backslash; a backslash once more, since the whole is a string of
 * the file; and % doubled, which begins a field code.
 */
function quoteArgument(argument: string): string {
  if (/[\n\r\0]/.test(argument)) throw new Error('a path with a line break cannot be started at login')
  const quoted = argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\')
  return `"${quoted.replaceAll('%', '%%')}"`
}
