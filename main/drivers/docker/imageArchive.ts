import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { z } from 'zod'
import { cancelled, EngineError, throwIfAborted } from '../../model/engineError.ts'
import { callDocker, type DockerClient } from './client.ts'
import { postUntilEnd } from './longCall.ts'

/** Images as files: docs.docker.com/reference/api/engine, "ImageGet" and "ImageLoad". */

/** GET /images/NAME/get into a file (docker save -o FILE NAME). An abort may leave half a file. */
export async function saveImage(client: DockerClient, name: string, file: string, signal: AbortSignal): Promise<void> {
  const stream = await callDocker(client, (docker) => docker.getImage(name).get(), { signal })
  try {
    await pipeline(stream, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal })
  } catch (error) {
    if (signal.aborted) throw cancelled('docker')
    throw new EngineError('engine_failed', 'docker', 'Docker could not export the image.', {
      detail: String(error),
      cause: error,
    })
  }
}

/** POST /images/load (docker load -i FILE). An abort or a failure may leave the image. */
export async function loadImage(client: DockerClient, file: string, signal: AbortSignal): Promise<void> {
  const failure = 'Docker could not import the image.'
  await postUntilEnd(client, { path: '/images/load?', query: {}, archive: createReadStream(file), failure }, signal)
}

interface ArchivedLayer {
  readonly bytes: number
  readonly gzipBytes: number
}

const manifestSchema = z.array(z.object({ Layers: z.array(z.string()) })).min(1)

/** The layers of the first image of an archive, in order, with their size as a registry would send them. */
export async function readArchivedLayers(file: string, signal: AbortSignal): Promise<readonly ArchivedLayer[]> {
  const files = new Map<string, ArchivedLayer>()
  const links = new Map<string, string>()
  let manifest: unknown
  const archive = extract()
  const feeding = pipeline(createReadStream(file), archive, { signal }).catch((error: unknown) =>
    archive.destroy(error as Error),
  )
  try {
    for await (const entry of archive) {
      const { name, type, linkname } = entry.header
      if (name === 'manifest.json') manifest = JSON.parse(await readText(entry))
      else if (linkname && (type === 'symlink' || type === 'link')) links.set(name, linkname)
      else if (type === 'file') files.set(name, await measureLayer(entry))
      entry.resume()
    }
  } catch (error) {
    throwIfAborted(signal, 'docker')
    throw error
  }
  await feeding
  const parsed = manifestSchema.safeParse(manifest)
  if (!parsed.success) throw noImage(parsed.error)
  return (parsed.data[0]?.Layers ?? []).map((name) => {
    const layer = files.get(name) ?? files.get(resolveLink(name, links))
    if (!layer) throw noImage()
    return layer
  })
}

/** Docker up to 24 writes a layer that occurs twice as a link `../OTHER/layer.tar`. */
function resolveLink(name: string, links: ReadonlyMap<string, string>): string {
  const target = links.get(name) ?? ''
  return new URL(target, `file:///${name}`).pathname.slice(1)
}

function noImage(cause?: unknown): EngineError {
  return new EngineError('bad_output', 'docker', 'What Docker exported is not an image.', { cause })
}

async function readText(entry: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of entry) text += (chunk as Buffer).toString('utf8')
  return text
}

async function measureLayer(entry: AsyncIterable<unknown>): Promise<ArchivedLayer> {
  const gzip = createGzip()
  let bytes = 0
  let gzipBytes = 0
  const counting = (async () => {
    for await (const chunk of gzip) gzipBytes += (chunk as Buffer).length
  })()
  for await (const chunk of entry) {
    bytes += (chunk as Buffer).length
    if (!gzip.write(chunk)) await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await counting
  return { bytes, gzipBytes }
}
