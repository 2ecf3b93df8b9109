import { describe, expect, test } from 'vitest'
import { chooseTerminal } from '../../../../../main/hosts/electron/terminal/strategies.ts'

const command = ['/usr/bin/docker', 'exec', '-it', 'ab12', '/bin/sh']

/** A system with these programs, each in /bin. */
function choose(platform: NodeJS.Platform, programs: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const findProgram = (name: string) => {
    const known = programs.find((one) => one === name || `/bin/${one}` === name)
    return known === undefined ? null : `/bin/${known}`
  }
  const terminal = chooseTerminal(platform, { env, findProgram })
  return terminal && [terminal.program, ...terminal.buildArgs(command)]
}

describe('on Linux', () => {
  test('the first there is of a list is taken, with the command as separate arguments', () => {
    expect(choose('linux', ['xterm', 'konsole'])).toEqual(['/bin/konsole', '-e', ...command])
    expect(choose('linux', ['xterm'])).toEqual(['/bin/xterm', '-e', ...command])
  })

  test.for([
    ['x-terminal-emulator', ['-e', ...command]],
    ['gnome-terminal', ['--', ...command]],
    ['xfce4-terminal', ['-x', ...command]],
    ['xdg-terminal-exec', command],
    ['wezterm', ['start', '--', ...command]],
  ] as const)('%s is told in its own way', ([name, args]) => {
    expect(choose('linux', [name])).toEqual([`/bin/${name}`, ...args])
  })

  test('what TERMINAL names goes first, as a name or a path', () => {
    const programs = ['gnome-terminal', 'xterm', 'st']
    expect(choose('linux', programs, { TERMINAL: 'xterm' })?.[0]).toBe('/bin/xterm')
    expect(choose('linux', programs, { TERMINAL: '/bin/gnome-terminal' })).toEqual([
      '/bin/gnome-terminal',
      '--',
      ...command,
    ])
    expect(choose('linux', programs, { TERMINAL: 'st' })).toEqual(['/bin/st', '-e', ...command])
  })

  test.for(['xterm -e evil', '-xterm', 'missing', ''])('TERMINAL=%s is passed over', (named) => {
    expect(choose('linux', ['konsole', 'xterm'], { TERMINAL: named })?.[0]).toBe('/bin/konsole')
  })

  test('there may be none', () => {
    expect(choose('linux', [])).toBeNull()
    expect(choose('freebsd', ['xterm'])).toBeNull()
  })
})

test('on macOS the command reaches a fixed script as arguments, which the system quotes', () => {
  const [program, ...args] = choose('darwin', ['osascript']) ?? []
  expect(program).toBe('/bin/osascript')
  expect(args.slice(-command.length)).toEqual(command)
  const script = args.slice(0, -command.length)
  expect(script.join('\n')).toContain('quoted form of each')
  for (const word of command) expect(script.join('\n')).not.toContain(word)
})

test('on Windows it is its own terminal, where a semicolon begins no other tab, or the console', () => {
  expect(choose('win32', ['wt', 'conhost'])).toEqual(['/bin/wt', 'new-tab', '--', ...command])
  expect(choose('win32', ['conhost'])).toEqual(['/bin/conhost', ...command])
  const terminal = chooseTerminal('win32', { env: {}, findProgram: (name) => name })
  expect(terminal?.buildArgs(['a;b'])).toEqual(['new-tab', '--', 'a\\;b'])
})
