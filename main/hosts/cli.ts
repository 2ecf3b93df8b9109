import { join } from 'node:path'
import { EngineError } from '../model/engineError.ts'
import { takeSecrets } from '../os/secrets.ts'
import { parseCommandLine, UsageError } from './cli/commandLine.ts'
import { commands } from './cli/commands.ts'
import { explainError } from './cli/explainError.ts'

/** The folder of package.json: two up from main/hosts/ and from out/main/ alike. */
const root = join(import.meta.dirname, '..', '..')

/**
 * `isoscope COMMAND [OPTIONS]`. Resolves with the exit code: 0 done, 1 failed, 2 bad use, 3 a change `--fail-if` asked about,
 * 130 interrupted.
 * Figures and JSON go to stdout, everything else to stderr.
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  takeSecrets(process.env)
  // A reader that has gone (a closed terminal, `| head`) must not end the process before it has cleaned up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  try {
    const parsed = parseCommandLine(argv, commands)
    if (parsed.kind === 'help') {
      process.stdout.write(parsed.text)
      return 0
    }
    return await parsed.command.run(parsed.values, root, parsed)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`isoscope: ${error.message}\n`)
      return 2
    }
    process.stderr.write(`isoscope: ${explainError(error)}\n`)
    return error instanceof EngineError && error.code === 'bad_input' ? 2 : 1
  }
}
