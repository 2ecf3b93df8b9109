import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { LoadedImage } from '../../../contract/imageStore.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { formatQuantity } from '../../../model/format.ts'
import type { OnProgress } from '../../onProgress.ts'
import type { DockerClient } from '../client.ts'
import { countBytes } from '../countBytes.ts'
import { postUntilEnd } from '../longCall.ts'
import { explainFileError } from './files.ts'
import { readNames } from './removeImage.ts'

/** Milliseconds: the daemon takes in the whole archive before it answers. */
const answerDeadline = 1_800_000

const failure = 'Docker could not load the archive.'

/** POST /images/load  (docker load -i FILE). docs.docker.com/reference/api/engine, "ImageLoad" */
export async function loadImages(
  client: DockerClient,
  path: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<readonly LoadedImage[]> {
  const file = await openArchive(path)
  try {
    const { size } = await file.stat()
    const archive = countBytes(file.createReadStream({ autoClose: false }), (read) =>
      onProgress({
        step: 'reading',
        amount: formatQuantity(read, 'bytes'),
        share: size > 0 ? Math.min(1, read / size) : null,
      }),
    )
    const answer: string[] = []
    await postUntilEnd(
      client,
      { path: '/images/load?', query: { quiet: true }, archive, failure, deadline: answerDeadline },
      signal,
      (line) => answer.push(line),
    ).catch((error: unknown) => {
      throw explainRefusal(error)
    })
    const loaded = parseLoaded(answer.join('\n'))
    if (loaded.length === 0) throw noArchive()
    throwIfAborted(signal, 'docker')
    const images = new Map<string, LoadedImage>()
    for (const reference of loaded) {
      const { id, names } = await readNames(client, reference, signal)
      images.set(id, { id: `docker:${id}`, names: [...names] })
    }
    return [...images.values()]
  } finally {
    await file.close()
  }
}

async function openArchive(path: string) {
  // Without waiting for whoever would write into a pipe.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw explainFileError(error, path)
  })
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw noArchive()
}

/** Pure. Names and ids of the lines `Loaded image: web:1.0` and `Loaded image ID: sha256:…`. */
export function parseLoaded(answer: string): readonly string[] {
  return answer.split('\n').flatMap((line) => {
    if (!line.includes('Loaded image')) return []
    const { stream } = JSON.parse(line) as { stream?: unknown }
    if (typeof stream !== 'string') return []
    // Podman names several in one line.
    return [...stream.matchAll(/^Loaded image(?:\(s\)| ID)?: (.+)$/gm)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim()),
    )
  })
}

/** What Docker 20.10 to 28 and Podman 4 say of a file that they cannot read as an archive of images. */
const refusals =
  /invalid tar header|unexpected EOF|repositories: no such file|manifest\.json: no such file|no such file or directory|payload does not match|not a docker archive|invalid manifest|invalid character/i

function explainRefusal(error: unknown): unknown {
  const isRefusal = error instanceof EngineError && error.code === 'engine_failed' && refusals.test(error.detail ?? '')
  return isRefusal ? noArchive(error) : error
}

function noArchive(cause?: EngineError): EngineError {
  return new EngineError('bad_input', 'docker', 'This file is no archive of images, or is damaged.', {
    remedy: { text: "Archives are made with 'isoscope image save' or 'docker save'" },
    ...(cause?.detail !== undefined && { detail: cause.detail }),
    cause,
  })
}
