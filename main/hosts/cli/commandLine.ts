import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** A command line nobody can run; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

interface Option {
  readonly type: 'string' | 'boolean'
  /** May be given several times; its value is a list then. */
  readonly multiple?: boolean
  /** One letter, given as `-f`. */
  readonly short?: string
  /** Shown after a string option, for example `FILE`. */
  readonly placeholder?: string
  readonly help: string
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** What stands on the command line besides options. */
export interface Words {
  readonly operands: readonly string[]
  /** What followed `--`, or the operands where a program follows them. */
  readonly program: readonly string[]
}

export interface Command {
  readonly name: string
  readonly summary: string
  readonly options: Readonly<Record<string, Option>>
  /**
   * What it takes besides options, for example `RUN`; nothing when absent. Each of them once, but a last one that ends in
   * `…` once or more often.
   */
  readonly operands?: readonly string[]
  /** Further lines of `--help`. */
  readonly notes?: string
  /** What may follow `--`, as the usage names it; absent where nothing may. */
  readonly program?: string
  /**
   * What may stand behind its operands, as the usage names it: words of a program, which nothing here reads as options, with or
   * without `--` before them.
   */
  readonly trailing?: string
  /** Resolves with the exit code. */
  run(values: OptionValues, root: string, words: Words): Promise<number>
}

type ParsedCommandLine =
  | { readonly kind: 'help'; readonly text: string }
  | ({ readonly kind: 'run'; readonly command: Command; readonly values: OptionValues } & Words)

/** Throws UsageError naming what is wrong and where help is. */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): ParsedCommandLine {
  const [name, ...rest] = argv
  if (name === undefined) throw new UsageError(`a command is missing.\n${describeCommands(commands)}`)
  if (name === '--help' || name === '-h' || name === 'help') return { kind: 'help', text: describeCommands(commands) }
  const command = commands.find((one) => one.name === name)
  if (!command) throw new UsageError(`there is no command '${name}'. 'isoscope --help' lists them.`)
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [option, { type, short, multiple = false }] of Object.entries(command.options))
    options[option] = { type, multiple, ...(short !== undefined && { short }) }
  const { args, program, marked } = divideWords(rest, command, options)
  if (marked && program.length === 0) throw new UsageError(`nothing follows '--': give a command line to run.`)
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: command.operands !== undefined })
    if (values.help === true) return { kind: 'help', text: describeCommand(command) }
    const wanted = command.operands ?? []
    const repeats = wanted.at(-1)?.endsWith('…') === true
    if (repeats ? positionals.length < wanted.length : positionals.length !== wanted.length)
      throw new Error(`'${name}' takes ${wanted.join(' ')}, ${positionals.length} given`)
    return { kind: 'run', command, values: values as OptionValues, operands: positionals, program }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new UsageError(`${reason}. 'isoscope ${name} --help' shows what it takes.`)
  }
}

/** `marked`: whether `--` stands before the program. */
function divideWords(
  words: readonly string[],
  { operands = [], program, trailing }: Command,
  options: ParseArgsOptionsConfig,
): { readonly args: string[]; readonly program: readonly string[]; readonly marked: boolean } {
  if (trailing !== undefined) {
    // Not strict: what is wrong is told where the words before are read.
    const { tokens } = parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true })
    const last = tokens.filter(({ kind }) => kind === 'positional')[operands.length - 1]
    const end = last === undefined ? words.length : last.index + 1
    const rest = words.slice(end)
    return { args: words.slice(0, end), program: rest[0] === '--' ? rest.slice(1) : rest, marked: false }
  }
  const end = program === undefined ? -1 : words.indexOf('--')
  return end < 0
    ? { args: [...words], program: [], marked: false }
    : { args: words.slice(0, end), program: words.slice(end + 1), marked: true }
}

function describeCommands(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: isoscope COMMAND [OPTIONS]\n\n${lines.join('\n')}\n\n'isoscope COMMAND --help' shows a command's options.\n`
}

function describeCommand({ name, summary, options, operands = [], notes, program, trailing }: Command): string {
  const entries = Object.entries({ ...options, help: { type: 'boolean', help: 'show this' } satisfies Option })
  const labels = entries.map(([key, { type, short, placeholder }]: [string, Option]) => {
    const names = short === undefined ? `--${key}` : `-${short}, --${key}`
    return type === 'string' ? `${names} ${placeholder ?? 'VALUE'}` : names
  })
  const width = Math.max(...labels.map((label) => label.length))
  const lines = entries.map(([, { help }], index) => `  ${(labels[index] ?? '').padEnd(width)}  ${help}`)
  const words = operands.map((operand) => ` ${operand}`).join('')
  const tail = program === undefined ? '' : ` [-- ${program}]`
  const usage = trailing === undefined ? `${words} [OPTIONS]${tail}` : ` [OPTIONS]${words} [${trailing}]`
  return `Usage: isoscope ${name}${usage}\n\n${summary}\n\n${lines.join('\n')}\n${notes ? `\n${notes}\n` : ''}`
}

/** A whole number within bounds, or undefined when the option was not given. Throws UsageError. */
export function readInteger(values: OptionValues, name: string, min: number, max: number): number | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  const number = /^\d+$/.test(String(text)) ? Number(text) : Number.NaN
  if (!(number >= min && number <= max)) {
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}, not '${text}'.`)
  }
  return number
}

/** One of the given words, or the fallback. Throws UsageError. */
export function readChoice<T extends string>(
  values: OptionValues,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const text = values[name] ?? fallback
  const choice = choices.find((one) => one === text)
  if (choice === undefined) throw new UsageError(`--${name} takes ${choices.join(', ')}, not '${text}'.`)
  return choice
}

/** What an option was given with that may be given several times. */
export function listOf(value: OptionValues[string]): string[] {
  return Array.isArray(value) ? [...value] : typeof value === 'string' ? [value] : []
}
