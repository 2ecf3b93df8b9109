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
    { argv: ['export', '--json', '-'], says: /'export' takes RUN, 0 given/ },
    { argv: ['diff', 'last'], says: /takes RUN RUN, 1 given/ },
    { argv: ['diff', 'a', 'b', 'c'], says: /takes RUN RUN, 3 given/ },
    { argv: ['stop'], says: /takes ID…, 0 given/ },
    { argv: ['logs', 'a', 'b'], says: /takes ID, 2 given/ },
  ])('refuses $argv and says where help is', ({ argv, says }) => {
    expect(() => parseCommandLine(argv, commands)).toThrow(UsageError)
    expect(() => parseCommandLine(argv, commands)).toThrow(says)
  })

  it('hands over operands, and every value of an option that may be repeated', () => {
    expect(parseCommandLine(['diff', 'a', '--json', 'b'], commands)).toMatchObject({ operands: ['a', 'b'] })
    const argv = ['compare', '--baseline', 'last', '--fail-if', 'x', '--fail-if', 'y']
    expect(parseCommandLine(argv, commands)).toMatchObject({ values: { 'fail-if': ['x', 'y'] }, operands: [] })
  })

  it('takes as many of a repeated operand as there are', () => {
    expect(parseCommandLine(['stop', 'a'], commands)).toMatchObject({ operands: ['a'] })
    expect(parseCommandLine(['remove', 'a', '--yes', 'b', 'c'], commands)).toMatchObject({
      operands: ['a', 'b', 'c'],
      values: { yes: true },
    })
  })

  it('takes the short form of an option, and shows it', () => {
    expect(parseCommandLine(['logs', '-f', 'a'], commands)).toMatchObject({ values: { follow: true }, operands: ['a'] })
    expect(parseCommandLine(['logs', '--help'], commands)).toMatchObject({
      text: expect.stringContaining('-f, --follow'),
    })
  })

  it('names the exit codes of compare', () => {
    const help = parseCommandLine(['compare', '--help'], commands)
    for (const code of ['0 done', '1 a contender failed', '2 bad use', '3 a --fail-if', '130 interrupted']) {
      expect(help).toMatchObject({ text: expect.stringContaining(code) })
    }
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
