import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { callDocker, type DockerClient } from './client.ts'
import { postUntilEnd } from './longCall.ts'
import { readImageArchive } from './readArchive.ts'

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

/** The layers of the first image of an archive, in order, with their size as a registry would send them. */
export async function readArchivedLayers(file: string, signal: AbortSignal): Promise<readonly ArchivedLayer[]> {
  const { layers } = await readImageArchive(createReadStream(file), measureLayer, signal)
  return layers
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
