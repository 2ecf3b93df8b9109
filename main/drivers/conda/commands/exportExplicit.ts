/**
 * conda list (-n NAME | -p PATH) --explicit --md5
 * https://docs.conda.io/projects/conda/en/stable/commands/list.html
 */
import { EngineError } from '../../../model/engineError.ts'
import { type CondaTarget, targetArgs } from '../dialect.ts'

export function buildArgs(target: CondaTarget): readonly string[] {
  return ['list', ...targetArgs(target), '--explicit', '--md5']
}

/**
 * The addresses of the packages, as `conda create --file` takes them again. micromamba leaves out the line that says so,
 * and writes a heading that it does not understand itself. Throws `bad_output`.
 */
export function parseExplicit(stdout: string, platform: string | null): string {
  const lines = stdout.split('\n').map((line) => line.trim())
  const addresses = lines.filter((line) => /^[a-z]+:\/\/\S+\.(tar\.bz2|conda)(#[0-9a-f]+)?$/.test(line))
  const isOne = lines.includes('@EXPLICIT') || lines.some((line) => line.startsWith('List of packages in environment'))
  if (!isOne) throw new EngineError('bad_output', 'conda', 'conda did not write a list of packages.')
  const said = lines.find((line) => line.startsWith('# platform: ')) ?? (platform && `# platform: ${platform}`)
  return `${[...(said ? [said] : []), '@EXPLICIT', ...addresses].join('\n')}\n`
}
