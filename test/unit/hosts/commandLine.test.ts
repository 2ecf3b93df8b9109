import { describe, expect, it } from 'vitest'
import {
  type Command,
  parseCommandLine,
  readChoice,
  readInteger,
  UsageError,
} from '../../../main/hosts/cli/commandLine.ts'
import { commands } from '../../../main/hosts/cli/commands.ts'

describe('the command line', () => {
  it('shows every command in its help', () => {
    const parsed = parseCommandLine(['--help'], commands)
    for (const { name, summary } of commands) {
      expect(parsed).toMatchObject({ kind: 'help', text: expect.stringContaining(name) })
      expect(parsed).toMatchObject({ text: expect.stringContaining(summary) })
    }
  })

  it.each(commands.map((command): [string, Command] => [command.name, command]))(
    '%s --help shows its options',
    (name, command) => {
      const parsed = parseCommandLine([name, '--help'], commands)
      for (const option of Object.keys(command.options)) {
        expect(parsed).toMatchObject({ kind: 'help', text: expect.stringContaining(`--${option}`) })
      }
    },
  )

  it.each([
    { argv: [], says: /a command is missing/ },
    { argv: ['compair'], says: /no command 'compair'/ },
    { argv: ['compare', '--round', '3'], says: /--round/ },
    { argv: ['compare', 'host'], says: /host/ },
    { argv: ['compare', '--rounds'], says: /--rounds/ },
  ])('refuses $argv and says where help is', ({ argv, says }) => {
    expect(() => parseCommandLine(argv, commands)).toThrow(UsageError)
    expect(() => parseCommandLine(argv, commands)).toThrow(says)
  })

  it.each(['0', '-1', '1001', '2.5', '1e2', 'ten', '', ' 3'])("refuses '%s' as a number from 1 to 1000", (text) => {
    expect(() => readInteger({ rounds: text }, 'rounds', 1, 1000)).toThrow(
      /--rounds takes a whole number from 1 to 1000/,
    )
  })

  it('reads numbers and choices', () => {
    expect(readInteger({ rounds: '1000' }, 'rounds', 1, 1000)).toBe(1000)
    expect(readInteger({}, 'rounds', 1, 1000)).toBeUndefined()
    expect(readChoice({}, 'profile', ['quick', 'standard'], 'quick')).toBe('quick')
    expect(() => readChoice({ profile: 'fast' }, 'profile', ['quick', 'standard'], 'quick')).toThrow(/quick, standard/)
  })
})
