import { type CommandRequest, commandSchema } from '../../contract/command.ts'
import { type OptionValues, UsageError } from './commandLine.ts'
import { splitWords } from './splitWords.ts'

const options = ['prepare', 'in', 'ignore-failure'] as const

/**
 * The user's own command from what followed `--`, to be run in `directory`; undefined when nothing did.
 * Throws UsageError, also for options that are of use with a command only.
 */
export function readCommand(
  values: OptionValues,
  program: readonly string[],
  directory: string,
): CommandRequest | undefined {
  if (program.length === 0) {
    const stray = options.find((name) => values[name] !== undefined)
    if (stray) throw new UsageError(`--${stray} is of use with a command only: isoscope compare … -- CMD ARGS`)
    return undefined
  }
  if (values['all-metrics'] === true)
    throw new UsageError('--all-metrics measures the probe, not a command: leave one out.')
  const parsed = commandSchema.safeParse({
    argv: program,
    ...(typeof values.prepare === 'string' && { prepare: splitWords(values.prepare) }),
    directory,
    ...(typeof values.in === 'string' && { images: readImages(values.in) }),
    ignoreFailure: values['ignore-failure'] === true,
  })
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '))
  return parsed.data
}

/** `docker=IMAGE[,docker:other=IMAGE]` */
function readImages(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((entry) => {
      const [contender, image] = [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]
      if (!entry.includes('=') || contender === '' || image === '') {
        throw new UsageError(`--in takes CONTENDER=IMAGE, such as docker=debian:12, not '${entry}'.`)
      }
      return [contender, image]
    }),
  )
}
