import { createWriteStream } from 'node:fs'
import { link, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { SavedImage } from '../../../contract/imageStore.ts'
import { cancelled, EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { formatQuantity } from '../../../model/format.ts'
import type { SaveTarget } from '../../imageStore.ts'
import type { OnProgress } from '../../onProgress.ts'
import type { DockerClient } from '../client.ts'
import { countBytes } from '../countBytes.ts'
import { toImageRef } from '../describeImage.ts'
import { findStreamError } from '../image.ts'
import { openStream } from '../openStream.ts'
import { explainFileError, listNames } from './files.ts'
import { inspectImage } from './removeImage.ts'

/** Milliseconds: the daemon writes all layers to its own disk before it sends the first byte. */
const firstByteDeadline = 1_800_000

/**
 * GET /images/get?names=NAME&names=NAME  (docker save -o FILE NAME NAME). docs.docker.com/reference/api/engine, "ImageGetAll"
 * Beside its place and put there at the end, so that there is never half an archive under that name.
 */
export async function saveImages(
  client: DockerClient,
  images: readonly SavedImage[],
  target: SaveTarget,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<number> {
  if (!target.replace && (await isThere(target.path))) throw nameTaken(target.path)
  await removeAbandoned(target.path)
  const unfinished = join(dirname(target.path), `.${basename(target.path)}.${process.pid}-${Date.now()}.part`)
  const { names, bytes } = await readReferences(client, images, signal)
  onProgress({ step: 'waiting until Docker has gathered it', share: null })
  try {
    const stream = await openStream(client, '/images/get', { names }, signal, firstByteDeadline)
    const counted = countBytes(stream, (written) => {
      const share = bytes > 0 ? Math.min(1, written / bytes) : null
      onProgress({ step: 'writing', amount: formatQuantity(written, 'bytes'), share })
    })
    await pipeline(counted, createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }), { signal })
    throwIfAborted(signal, 'docker')
    await requireEnd(unfinished)
    await putInPlace(unfinished, target)
    return (await stat(target.path)).size
  } catch (error) {
    if (signal.aborted) throw cancelled('docker')
    throw explainFileError(error, target.path)
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** Milliseconds without a byte; one that goes on is written all the time. */
const abandonedAfter = 3_600_000

/** What a save to the same place has left whose process was ended in the middle of it. */
async function removeAbandoned(path: string): Promise<void> {
  const beginning = `.${basename(path)}.`
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    if (!name.startsWith(beginning) || !/^\d+-\d+\.part$/.test(name.slice(beginning.length))) continue
    const file = join(dirname(path), name)
    const stats = await lstat(file).catch(() => null)
    if (stats && Date.now() - stats.mtimeMs > abandonedAfter) await rm(file, { force: true }).catch(() => undefined)
  }
}

/** By which they are asked for, and what they measure together at most. An image without a name goes by its id. */
async function readReferences(
  client: DockerClient,
  images: readonly SavedImage[],
  signal: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly bytes: number }> {
  const references = new Set<string>()
  let bytes = 0
  for (const { id, names: wanted } of images) {
    const { Id, RepoTags, Size } = await inspectImage(client, toImageRef(id), signal)
    const has = listNames(RepoTags)
    const strange = wanted?.find((name) => !has.includes(name))
    if (strange !== undefined) throw new EngineError('not_found', 'docker', `The image is not called ${strange}.`)
    const names = wanted ?? has
    for (const name of names.length > 0 ? names : [Id]) references.add(name)
    bytes += Size
  }
  return { names: [...references], bytes }
}

/** Two blocks of zeros end an archive (POSIX, pax). */
const endBytes = 1_024

/**
 * What Docker fails at when it has begun to send, it writes behind the half archive, and the answer counts as a success:
 * github.com/moby/moby/blob/v20.10.24/api/server/router/image/image_routes.go, getImagesGet.
 */
async function requireEnd(archive: string): Promise<void> {
  const file = await open(archive)
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 4 * endBytes)
    const tail = Buffer.alloc(length)
    await file.read(tail, 0, length, size - length)
    if (length >= endBytes && tail.subarray(-endBytes).every((byte) => byte === 0)) return
    const [said] = /\{"errorDetail".*\s*$/.exec(tail.toString('utf8')) ?? []
    const detail = said === undefined ? null : findStreamError(said)
    throw new EngineError('engine_failed', 'docker', 'Docker broke off the archive. Nothing was written.', {
      ...(detail !== null && { detail }),
      remedy: { text: 'Save it again; where that fails too, look into the log of the daemon' },
    })
  } finally {
    await file.close()
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}

/** A file that somebody has put there meanwhile is not lost: a link, unlike a renaming, does not take its place. */
async function putInPlace(unfinished: string, { path, replace }: SaveTarget): Promise<void> {
  if (replace) return rename(unfinished, path)
  try {
    await link(unfinished, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw nameTaken(path)
    // A file system without links, such as that of a memory stick.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    if (await isThere(path)) throw nameTaken(path)
    await rename(unfinished, path)
  }
}

function nameTaken(path: string): EngineError {
  return new EngineError('name_taken', 'docker', `There is a file ${basename(path)} already.`, {
    remedy: { text: 'Choose another name, or say that it is to be replaced' },
  })
}
