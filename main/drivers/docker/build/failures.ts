import type { ErrorCode, Remedy } from '../../../contract/errors.ts'
import { BuildError } from '../../../model/builds/buildError.ts'
import type { Dockerfile } from '../../../model/builds/parseDockerfile.ts'

interface Rule {
  readonly text: RegExp
  readonly code: ErrorCode
  readonly message: (found: RegExpExecArray) => string
  readonly remedy?: (found: RegExpExecArray) => Remedy
}

/** The first that fits. Texts are those of Docker 20.10 to 28, of both builders, and of Podman 4. */
const rules: readonly Rule[] = [
  {
    text: /no space left on device|disk quota exceeded/i,
    code: 'no_space',
    message: () => 'The disk that Docker uses is full.',
    remedy: () => ({ text: 'See what Docker keeps, and remove what is not needed', command: 'docker system df' }),
  },
  {
    text: /parse error (?:on )?line \d+: unknown instruction: (\S+)/i,
    code: 'bad_input',
    message: ([, word]) => `There is no instruction ${word}.`,
    remedy: () => ({
      text: 'Correct the word. An instruction that goes on over several lines needs a backslash at the end of each but the last',
    }),
  },
  {
    text: /parse error (?:on )?line \d+: (.*)/i,
    code: 'bad_input',
    message: ([, why]) => `This line cannot be understood: ${why}.`,
    remedy: () => ({ text: 'Correct this line of the Dockerfile' }),
  },
  {
    text: /file with no instructions|Dockerfile.*cannot be empty/i,
    code: 'bad_input',
    message: () => 'The Dockerfile has no instructions.',
    remedy: () => ({ text: 'Begin it with FROM and the name of an image' }),
  },
  {
    text: /no build stage in current context/i,
    code: 'bad_input',
    message: () => 'The Dockerfile does not begin with FROM.',
    remedy: () => ({ text: 'Name the image to stand on in its first instruction, such as FROM alpine' }),
  },
  {
    text: /(?:failed to reach build target|target stage) "?([^\s"]+)"?/i,
    code: 'bad_input',
    message: ([, stage]) => `There is no stage ${stage} in the Dockerfile.`,
    remedy: () => ({ text: 'Choose one that a line FROM … AS NAME names' }),
  },
  {
    text: /returned a non-zero code: (\d+)|exit code: (\d+)|exit status (\d+)/i,
    code: 'engine_failed',
    message: (found) => `The command ended with exit code ${found.slice(1).find((code) => code !== undefined)}.`,
    remedy: () => ({ text: 'Its last lines say why; every step before it is in the cache for the next try' }),
  },
  {
    text: /executable file not found|no such file or directory: unknown|exec: "[^"]*": stat/i,
    code: 'bad_input',
    message: () => 'The image does not have the program that this line starts.',
    remedy: () => ({ text: 'RUN needs a shell in the image, or the program written as RUN ["/path/of/it"]' }),
  },
  {
    text: /(?:stat |lstat |")(\/?[^":]*)"?:? (?:file does not exist|not found|no such file or directory)/i,
    code: 'not_found',
    message: ([, path = '']) => `${path.replace(/^.*docker-builder\d+\//, '')} is not in the build context.`,
    remedy: () => ({
      text: 'Paths begin at the folder that is sent; put the file there, and see that .dockerignore does not leave it out',
    }),
  },
  {
    text: /pull access denied|repository does not exist|manifest (?:for \S+ )?(?:unknown|not found)|No such image|: not found/i,
    code: 'not_found',
    message: () => 'The base image is not here, and no registry has it under this name for you.',
    remedy: () => ({ text: 'Check its name and tag, log in to its registry, or build it first' }),
  },
  {
    text: /no such host|i\/o timeout|dial tcp|connection refused|TLS handshake/i,
    code: 'engine_failed',
    message: () => 'The base image is not here, and its registry could not be reached.',
    remedy: () => ({ text: 'Check the network, or use an image that is on this machine' }),
  },
  {
    text: /exec format error/i,
    code: 'engine_failed',
    message: () => 'The program in the image is for another kind of processor.',
    remedy: () => ({ text: 'Choose a platform that this machine runs' }),
  },
]

/**
 * Pure. What the builder says, as an error at a line of the Dockerfile. `step`: the instruction it was at; where it names a line
 * itself, that counts.
 */
export function explainBuildFailure(text: string, dockerfile: Dockerfile, step: number | null): BuildError {
  const said = cleanDetail(text)
  const named = /(?:parse error (?:on )?line |Dockerfile:)(\d+)/i.exec(text)?.[1]
  const line = named === undefined ? (dockerfile.instructions[(step ?? 0) - 1]?.line ?? null) : Number(named)
  for (const { text: pattern, code, message, remedy } of rules) {
    const found = pattern.exec(said)
    if (!found) continue
    const isTarget = /target/i.test(found[0]) && code === 'bad_input'
    return new BuildError({ code, message: message(found) }, isTarget ? null : line, {
      detail: said,
      ...(remedy && { remedy: remedy(found) }),
    })
  }
  return new BuildError({ code: 'engine_failed', message: 'Docker could not build the image.' }, line, { detail: said })
}

/** BuildKit says first through which hands it went. */
function cleanDetail(text: string): string {
  return text
    .replace(/^failed to solve(?: with frontend [\w.]+)?: /, '')
    .replace(/^failed to create LLB definition: /, '')
    .trim()
}
