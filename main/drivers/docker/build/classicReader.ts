/**
 * What the classic builder answers to POST /build: JSON lines of text for people, among which stand its steps.
 * docs.docker.com/reference/api/engine, "ImageBuild"; github.com/moby/moby/blob/v20.10.24/builder/dockerfile/dispatchers.go,
 * and Podman's github.com/containers/buildah, which writes `STEP 1/2: …` and `--> Using cache`.
 */
export type BuilderEvent =
  | { readonly kind: 'step'; readonly number: number; readonly instruction: string }
  | { readonly kind: 'cached'; readonly number: number }
  /** A container carries it out: it was not in the cache. */
  | { readonly kind: 'begun'; readonly number: number }
  | { readonly kind: 'image'; readonly number: number; readonly id: string }
  /** `number` is null for what is said before the first step. */
  | { readonly kind: 'output'; readonly number: number | null; readonly text: string }
  | { readonly kind: 'built'; readonly id: string }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number | null }

interface Message {
  readonly stream?: unknown
  readonly status?: unknown
  readonly id?: unknown
  readonly progressDetail?: unknown
  readonly error?: unknown
  readonly errorDetail?: { readonly code?: unknown; readonly message?: unknown }
  readonly aux?: { readonly ID?: unknown }
}

/** Gives the events of one line after another. What a step itself writes is never taken for the builder's own words. */
export function createClassicReader(): (line: string) => readonly BuilderEvent[] {
  let number: number | null = null
  let container: string | null = null

  const readText = (text: string): BuilderEvent | null => {
    const words = text.replace(/\r?\n$/, '')
    if (container !== null) {
      if (words !== `Removing intermediate container ${container}`) return { kind: 'output', number, text }
      container = null
      return null
    }
    const [, place, instruction = ''] = /^step (\d+)\/\d+ ?: (.*)$/is.exec(words) ?? []
    if (place !== undefined) {
      number = Number(place)
      return { kind: 'step', number, instruction }
    }
    if (number !== null && /^ ?-{2,3}> Using cache\b/.test(words)) return { kind: 'cached', number }
    const id = /^ ?-{2,3}> ([0-9a-f]{11,64})$/.exec(words)?.[1]
    if (number !== null && id !== undefined) return { kind: 'image', number, id }
    const running = /^ ---> Running in ([0-9a-f]{12})$/.exec(words)?.[1]
    if (running !== undefined) {
      container = running
      return number === null ? null : { kind: 'begun', number }
    }
    if (/^(Successfully (built|tagged) |Removing intermediate container | ---> $)/.test(words)) return null
    return words === '' ? null : { kind: 'output', number, text }
  }

  return (line) => {
    const message = parseMessage(line)
    if (message === null) return []
    const { stream, status, error, errorDetail, aux } = message
    if (typeof error === 'string') {
      const code = errorDetail?.code
      return [{ kind: 'failed', message: error, exitCode: typeof code === 'number' && code !== 0 ? code : null }]
    }
    if (typeof aux?.ID === 'string') return [{ kind: 'built', id: aux.ID }]
    // The bars of a pull change many times a second; that it begins and ends is enough.
    if (typeof status === 'string' && !hasContent(message.progressDetail)) {
      const text = typeof message.id === 'string' ? `${message.id}: ${status}\n` : `${status}\n`
      return [{ kind: 'output', number, text }]
    }
    if (typeof stream !== 'string') return []
    const event = readText(stream)
    return event === null ? [] : [event]
  }
}

function hasContent(detail: unknown): boolean {
  return typeof detail === 'object' && detail !== null && Object.keys(detail).length > 0
}

function parseMessage(line: string): Message | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}
