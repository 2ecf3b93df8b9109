import type { ContainerSpec } from '../../../contract/container.ts'
import { EngineError } from '../../../model/engineError.ts'
import { hasStatus } from '../errors.ts'

interface Rule {
  readonly text: RegExp
  readonly explain: (found: RegExpExecArray, spec: ContainerSpec) => Pick<EngineError, 'code' | 'message' | 'remedy'>
}

/** Texts of Docker 20.10 to 28 and Podman 4, with what the user asked for in mind. */
const rules: readonly Rule[] = [
  { text: /no such image|image not known/i, explain: (_found, { image }) => describeMissingImage(image) },
  {
    text: /bind source path does not exist: (.+)|statfs (\S+): no such file/i,
    explain: ([, docker, podman]) => ({
      code: 'not_found',
      message: `The path to mount is not there: ${docker ?? podman}.`,
      remedy: { text: 'Make it first, or mount another one' },
    }),
  },
  {
    text: /network (\S+) not found|unable to find network/i,
    explain: (_found, { network }) => ({
      code: 'not_found',
      message: `There is no network ${network ?? ''}.`,
      remedy: { text: 'See which there are', command: 'docker network ls' },
    }),
  },
  {
    text: /unable to find user (\S+?):|no matching entries in (passwd|group) file|unable to find group/i,
    explain: (_found, { user }) => ({
      code: 'bad_input',
      message: `The image has no user ${user ?? ''}.`,
      remedy: { text: 'Name one that is in its /etc/passwd, or give numbers' },
    }),
  },
  {
    text: /exec: \\?"(.+?)\\?": permission denied|(?:stat|open) executable .*permission denied/i,
    explain: ([, program]) => ({
      code: 'bad_input',
      message: `${program ?? 'The program'} is in the image, but cannot be executed.`,
      remedy: { text: 'Name a program; a script needs to be executable' },
    }),
  },
  {
    text: /exec: \\?"(.*?)\\?": (?:stat .*no such file|executable file not found|.*no such file)|executable file [`'"]?(\S+?)[`'"]? not found/i,
    explain: ([, docker, podman]) => ({
      code: 'bad_input',
      message: `There is no program ${docker ?? podman ?? ''} in the image.`,
      remedy: { text: 'Name one that is, or one by its whole path' },
    }),
  },
  { text: /no command specified|no command or entrypoint/i, explain: () => describeNoProgram() },
]

export function describeMissingImage(image: string): Pick<EngineError, 'code' | 'message' | 'remedy'> {
  return {
    code: 'not_found',
    message: `The image ${image} is not on this machine.`,
    remedy: { text: 'Pull it first', command: `isoscope image pull ${image}` },
  }
}

export function describeNoProgram(): Pick<EngineError, 'code' | 'message' | 'remedy'> {
  return {
    code: 'bad_input',
    message: 'The image names no program to run, and none was given.',
    remedy: { text: 'Give a command' },
  }
}

/** What went wrong, in the words of what was asked for. What none of them explains stays as it is. */
export function explainRunFailure(error: unknown, spec: ContainerSpec): unknown {
  if (!(error instanceof EngineError) || error.detail === undefined || !hasStatus(error, 400, 404, 500)) return error
  for (const { text, explain } of rules) {
    const found = text.exec(error.detail)
    if (!found) continue
    const { code, message, remedy } = explain(found, spec)
    return new EngineError(code, 'docker', message, { detail: error.detail, cause: error, ...(remedy && { remedy }) })
  }
  return error
}
