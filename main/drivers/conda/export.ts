import type { ExportFormat } from '../../contract/environment.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { buildArgs as buildExplicitArgs, parseExplicit } from './commands/exportExplicit.ts'
import { buildArgs as buildYamlArgs, parseYaml, type YamlDetail } from './commands/exportYaml.ts'
import { buildArgs as buildInfoArgs, parseInfo } from './commands/info.ts'
import type { CondaProgram } from './dialect.ts'
import { runConda } from './run.ts'

const details: Readonly<Partial<Record<ExportFormat, YamlDetail>>> = {
  yml: 'full',
  'yml-no-builds': 'no-builds',
  'yml-history': 'history',
}

/** An environment as the text of a file. Rejects with `bad_input` for a format that is not conda's. */
export async function exportEnvironment(
  deps: Pick<DriverDeps, 'env' | 'tools'>,
  program: CondaProgram,
  prefix: string,
  format: ExportFormat,
  signal: AbortSignal,
): Promise<string> {
  const run = async (args: readonly string[]) =>
    (await runConda(deps, program, { name: 'export the environment', args }, signal)).stdout
  const detail = details[format]
  if (detail !== undefined) return parseYaml(await run(buildYamlArgs({ prefix }, detail)))
  if (format !== 'explicit') throw new EngineError('bad_input', 'conda', `conda does not write ${format}.`)
  const text = await run(buildExplicitArgs({ prefix }))
  const platform = /^# platform: /m.test(text) ? null : parseInfo(await run(buildInfoArgs())).platform
  return parseExplicit(text, platform)
}
