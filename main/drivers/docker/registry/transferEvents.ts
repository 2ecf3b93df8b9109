import type { LayerState } from '../../../contract/transfer.ts'

/** What an engine says of a pull or push, one JSON line after the other. docs.docker.com/reference/api/engine, "ImageCreate" */
export type TransferEvent =
  | {
      readonly kind: 'layer'
      readonly id: string
      readonly state: LayerState
      readonly bytes: number | null
      readonly total: number | null
    }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'failure'; readonly text: string }

const states: readonly (readonly [RegExp, LayerState])[] = [
  [/^(Pulling fs layer|Preparing|Waiting)$/, 'waiting'],
  [/^(Downloading|Pushing)$/, 'moving'],
  [/^(Verifying Checksum|Download complete)$/, 'checking'],
  [/^Extracting$/, 'unpacking'],
  [/^(Pull complete|Pushed)$/, 'done'],
  [/^(Already exists|Layer already exists|Mounted from .+)$/, 'present'],
  [/^Retrying in \d+ seconds?$/, 'retrying'],
]

/** null for a line that tells nothing of these, or is none of the engine's. */
export function parseTransferEvent(line: string): TransferEvent | null {
  const event = parseObject(line)
  if (event === null) return null
  const { id, status, progressDetail, error, aux } = event
  if (typeof error === 'string') return { kind: 'failure', text: error }
  const pushed = asObject(aux)?.Digest
  if (isDigest(pushed)) return { kind: 'digest', digest: pushed }
  if (typeof status !== 'string') return null
  const pulled = /^Digest: (\S+)$/.exec(status)?.[1]
  if (isDigest(pulled)) return { kind: 'digest', digest: pulled }
  const state = states.find(([pattern]) => pattern.test(status))?.[1]
  if (typeof id !== 'string' || state === undefined) return null
  const { current, total } = asObject(progressDetail) ?? {}
  return { kind: 'layer', id, state, bytes: countOrNull(current), total: countOrNull(total) }
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)
}

/** Docker writes 0 or -1 for a size it does not know. */
function countOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(line))
  } catch {
    return null
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null
}
