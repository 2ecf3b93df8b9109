import type { ErrorCode, Remedy } from '../../../contract/errors.ts'
import { EngineError } from '../../../model/engineError.ts'
import { loginRemedy } from './loginRemedy.ts'

export interface TransferPlace {
  readonly direction: 'pull' | 'push'
  readonly reference: string
  readonly registry: string
  readonly platform: string | null
  /** Layers were on their way. */
  readonly begun: boolean
}

interface Rule {
  readonly text: RegExp
  readonly code: ErrorCode
  readonly message: (place: TransferPlace) => string
  readonly remedy?: (place: TransferPlace) => Remedy
  /** Another attempt may go better. */
  readonly passing?: true
}

/** The first that fits. Texts are those of Docker 20.10 to 28, Podman 4 and the registries they quote. */
const rules: readonly Rule[] = [
  {
    text: /no space left on device/i,
    code: 'no_space',
    message: () => 'The disk is full, of Docker or of the registry.',
    remedy: () => ({ text: 'See what Docker keeps, and remove what is not needed', command: 'docker system df' }),
  },
  {
    text: /does not exist locally|no such image|image not known|unable to find .* in local storage/i,
    code: 'not_found',
    message: ({ reference }) => `There is no image ${reference} here.`,
    remedy: ({ reference }) => ({ text: 'Give the image this name first', command: `docker tag IMAGE ${reference}` }),
  },
  {
    text: /unauthorized|authentication required|no basic auth credentials|incorrect username or password|\bdenied\b|access forbidden|status:? 40[13]|40[13] (Unauthorized|Forbidden)/i,
    code: 'permission_denied',
    message: ({ registry, direction, reference }) =>
      `${registry} does not let you ${direction} ${reference}: it wants a login, or another one.`,
    remedy: ({ registry }) => loginRemedy(registry),
  },
  {
    text: /no matching manifest for|does not match the specified platform|image operating system .* cannot be used|no image found in (manifest list|image index) for/i,
    code: 'unsupported',
    message: ({ reference, platform }) => `${reference} is not there for ${platform ?? 'this machine’s platform'}.`,
    remedy: ({ reference }) => ({
      text: 'See which platforms it is there for',
      command: `isoscope registry manifest ${reference}`,
    }),
  },
  {
    text: /manifest unknown|name unknown|manifest for .* not found|repository .* not found|repository name not known|404 Not Found/i,
    code: 'not_found',
    message: ({ reference }) => `The registry has no ${reference}.`,
    remedy: ({ reference }) => ({
      text: 'See which tags there are',
      command: `isoscope registry tags ${reference.replace(/@.*$|:[^:/]*$/, '')}`,
    }),
  },
  {
    text: /x509|certificate/i,
    code: 'permission_denied',
    message: ({ registry }) => `Docker does not trust the certificate of ${registry}.`,
    remedy: ({ registry }) => ({
      text: `Put the certificate of its authority into /etc/docker/certs.d/${registry}/ca.crt`,
    }),
  },
  {
    text: /server gave HTTP response to HTTPS client/i,
    code: 'unsupported',
    message: ({ registry }) => `${registry} speaks HTTP without encryption, which Docker takes from this machine only.`,
    remedy: () => ({ text: 'Name it in insecure-registries of /etc/docker/daemon.json, or give it a certificate' }),
  },
  {
    text: /connection refused|no such host|no route to host|network is unreachable|server misbehaving|\bEOF\b|connection reset|broken pipe|timeout|timed out|closed network connection|\b50[234]\b|server closed/i,
    code: 'not_running',
    message: describeLoss,
    remedy: ({ registry, direction, begun }) => {
      const check = `Check the network, and that a registry runs at ${registry}`
      if (!begun) return { text: check }
      const kept = direction === 'push' ? ': layers that arrived whole are not sent again' : ''
      return { text: `${check}; then ${direction} again${kept}` }
    },
    passing: true,
  },
]

function describeLoss({ registry, direction, begun }: TransferPlace): string {
  if (!begun) return `The registry at ${registry} does not answer Docker.`
  const kept = direction === 'push' ? 'The tag there is what it was.' : 'Nothing of the image was kept.'
  return `The registry at ${registry} went away in the middle of the ${direction}. ${kept}`
}

export interface TransferFailure {
  readonly error: EngineError
  /** Another attempt may go better. */
  readonly passing: boolean
}

/** What the engine says went wrong, in the user's words, with its own as detail. */
export function explainTransferFailure(text: string, place: TransferPlace, cause?: unknown): TransferFailure {
  const rule = rules.find((each) => each.text.test(text))
  const remedy = rule?.remedy?.(place)
  const verb = place.direction === 'pull' ? 'pulled' : 'pushed'
  const message = rule?.message(place) ?? `${place.reference} could not be ${verb}.`
  const error = new EngineError(rule?.code ?? 'engine_failed', 'docker', message, {
    detail: text,
    cause,
    ...(remedy && { remedy }),
  })
  return { error, passing: rule?.passing === true }
}
