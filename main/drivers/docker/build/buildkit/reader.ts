import { decodeStatusResponse, type StatusResponse } from './statusResponse.ts'

/** What POST /build?version=2 answers: JSON lines with what BuildKit says in base64, the image's id, or why it failed. */
export type BuildkitEvent =
  | { readonly kind: 'status'; readonly status: StatusResponse }
  | { readonly kind: 'built'; readonly id: string }
  | { readonly kind: 'failed'; readonly message: string }

export function createBuildkitReader(): (line: string) => readonly BuildkitEvent[] {
  return (line) => {
    const message = parseMessage(line)
    if (message === null) return []
    const { id, aux, error } = message
    if (typeof error === 'string') return [{ kind: 'failed', message: error }]
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
      return [{ kind: 'status', status: decodeStatusResponse(Buffer.from(aux, 'base64')) }]
    }
    const image = (aux as { readonly ID?: unknown } | undefined)?.ID
    return id === 'moby.image.id' && typeof image === 'string' ? [{ kind: 'built', id: image }] : []
  }
}

function parseMessage(
  line: string,
): { readonly id?: unknown; readonly aux?: unknown; readonly error?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}
