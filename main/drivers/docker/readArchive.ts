import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { z } from 'zod'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'

interface ImageArchive<T> {
  /** The image's configuration as the archive has it; opencontainers/image-spec, config.md. */
  readonly config: unknown
  /** What was read of each layer, the lowest first. */
  readonly layers: readonly T[]
}

const manifestSchema = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) })).min(1)

/** An archive's own texts are far smaller; what is larger is none. */
const maxTextBytes = 16 * 1024 ** 2
const blockBytes = 512

/**
 * The first image of an archive that `docker save` writes, in one pass: `readLayer` gets every layer as a tar, unpacked, and
 * MUST read it to its end. Rejects with `bad_output` for what is no such archive, and with `cancelled`.
 */
export async function readImageArchive<T>(
  source: Readable,
  readLayer: (content: Readable) => Promise<T>,
  signal: AbortSignal,
): Promise<ImageArchive<T>> {
  const layers = new Map<string, T>()
  const texts = new Map<string, string>()
  const links = new Map<string, string>()
  const archive = extract()
  const feeding = pipeline(source, archive, { signal }).catch((error: unknown) => archive.destroy(error as Error))
  try {
    for await (const entry of archive) {
      const { name, type, linkname, size = 0 } = entry.header
      if (linkname && (type === 'symlink' || type === 'link')) links.set(name, linkname)
      else if (type === 'file') {
        const { head, content } = await peekBlock(entry)
        if (isTar(head)) layers.set(name, await readLayer(content))
        else if (isGzip(head)) layers.set(name, await readPacked(content, readLayer))
        else if (size <= maxTextBytes) texts.set(name, await text(content))
      }
      entry.resume()
    }
  } catch (error) {
    throwIfAborted(signal, 'docker')
    if (error instanceof EngineError) throw error
    throw noImage(error)
  }
  await feeding
  const manifest = manifestSchema.safeParse(parseJson(texts.get('manifest.json')))
  const first = manifest.data?.[0]
  if (!first) throw noImage(manifest.error)
  return {
    config: parseJson(texts.get(first.Config)),
    layers: first.Layers.map((name) => {
      const layer = layers.get(name) ?? layers.get(resolveLink(name, links))
      if (layer === undefined) throw noImage()
      return layer
    }),
  }
}

/** Docker up to 24 writes a layer that occurs twice as a link `../OTHER/layer.tar`. */
function resolveLink(name: string, links: ReadonlyMap<string, string>): string {
  const target = links.get(name) ?? ''
  return new URL(target, `file:///${name}`).pathname.slice(1)
}

async function readPacked<T>(packed: Readable, readLayer: (content: Readable) => Promise<T>): Promise<T> {
  const unpacked = createGunzip()
  const [layer] = await Promise.all([readLayer(unpacked), pipeline(packed, unpacked)])
  return layer
}

/** The first block of a content, and the whole content. */
async function peekBlock(
  entry: AsyncIterable<unknown>,
): Promise<{ readonly head: Buffer; readonly content: Readable }> {
  const rest = entry[Symbol.asyncIterator]()
  const parts: Buffer[] = []
  let length = 0
  while (length < blockBytes) {
    const { done, value } = await rest.next()
    if (done) break
    parts.push(value as Buffer)
    length += (value as Buffer).length
  }
  const head = Buffer.concat(parts)
  const whole = async function* () {
    if (head.length > 0) yield head
    for (;;) {
      const { done, value } = await rest.next()
      if (done) return
      yield value as Buffer
    }
  }
  return { head, content: Readable.from(whole(), { objectMode: false }) }
}

/** POSIX, "pax Interchange Format", ustar header block; one without entries is of zeros. */
function isTar(head: Buffer): boolean {
  return (
    head.length >= blockBytes && (head.toString('latin1', 257, 262) === 'ustar' || head.every((byte) => byte === 0))
  )
}

/** RFC 1952, 2.3.1 */
function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

function parseJson(json: string | undefined): unknown {
  try {
    return json === undefined ? null : JSON.parse(json)
  } catch {
    return null
  }
}

function noImage(cause?: unknown): EngineError {
  return new EngineError('bad_output', 'docker', 'What Docker exported is not an image.', { cause })
}
