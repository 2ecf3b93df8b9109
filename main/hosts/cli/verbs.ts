import { type Command, type OptionValues, UsageError } from './commandLine.ts'

/** One of several things that a command does: `isoscope hub start USER…`. */
export interface Verb {
  readonly name: string
  readonly summary: string
  /** As Command has them. */
  readonly operands: readonly string[]
  /** Of the command's options, those it takes. */
  readonly options: readonly string[]
  /** Takes what follows `--`. */
  readonly takesProgram?: boolean
  run(values: OptionValues, root: string, operands: readonly string[], program: readonly string[]): Promise<number>
}

export interface CommandOfVerbs extends Pick<Command, 'name' | 'summary' | 'options' | 'program'> {
  readonly verbs: readonly Verb[]
  readonly notes?: string
}

/** A command whose first operand says which of its verbs is meant. */
export function createCommandOfVerbs({ verbs, notes = '', ...command }: CommandOfVerbs): Command {
  const { name } = command
  return {
    ...command,
    operands: ['VERB…'],
    notes: `${describeVerbs(verbs)}${notes === '' ? '' : `\n${notes}`}`,
    run: (values, root, { operands: [word, ...operands], program }) => {
      const verb = verbs.find((one) => one.name === word)
      if (!verb) {
        const known = verbs.map((one) => one.name).join(', ')
        throw new UsageError(`'${name}' has no '${word}': ${known}.`)
      }
      checkUse(name, verb, values, operands)
      if (program.length > 0 && !verb.takesProgram)
        throw new UsageError(`'${name} ${verb.name}' takes nothing behind --.`)
      return verb.run(values, root, operands, program)
    },
  }
}

function checkUse(name: string, verb: Verb, values: OptionValues, operands: readonly string[]): void {
  const strange = Object.keys(values).find((option) => !verb.options.includes(option))
  if (strange !== undefined) throw new UsageError(`'${name} ${verb.name}' does not take --${strange}.`)
  const wanted = verb.operands
  const repeats = wanted.at(-1)?.endsWith('…') === true
  if (repeats ? operands.length >= wanted.length : operands.length === wanted.length) return
  const takes = wanted.length === 0 ? 'nothing' : wanted.join(' ')
  throw new UsageError(`'${name} ${verb.name}' takes ${takes}, ${operands.length} given.`)
}

function describeVerbs(verbs: readonly Verb[]): string {
  const labels = verbs.map(({ name, operands }) => [name, ...operands].join(' '))
  const width = Math.max(...labels.map(({ length }) => length))
  return verbs.map(({ summary }, index) => `  ${(labels[index] ?? '').padEnd(width)}  ${summary}`).join('\n')
}
