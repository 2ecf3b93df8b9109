import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { extract, type Header } from 'tar-stream'
import { EngineError } from '../../model/engineError.ts'
import type { LayerEntry, LayerListing } from '../../model/images/layerEntry.ts'
import { isPackageDatabase } from '../../model/images/packageDatabases.ts'

/** What is held in memory of all layers of one image. */
const maxEntries = 1_000_000
const maxDatabaseBytes = 64 * 1024 ** 2

/**
 * For the layers of one image: what a layer's tar holds, in its order, with a digest of each file's content.
 * opencontainers/image-spec, layer.md. Rejects with `unsupported` when they have more than a million entries in all.
 */
export function createLayerLister(): (content: Readable) => Promise<LayerListing> {
  const left = { entries: maxEntries, databaseBytes: maxDatabaseBytes }
  return (content) => listLayer(content, left)
}

interface Budget {
  entries: number
  databaseBytes: number
}

async function listLayer(content: Readable, left: Budget): Promise<LayerListing> {
  const archive = extract()
  const feeding = new Promise<void>((resolve, reject) => {
    content.on('error', (error) => archive.destroy(error))
    archive.on('error', reject).on('finish', resolve)
    content.pipe(archive)
  })
  const failing = feeding.catch((error: unknown) => error)
  const entries: LayerEntry[] = []
  const databases = new Map<string, string>()
  const digests = new Map<string, string>()
  for await (const stream of archive) {
    const { header } = stream
    const path = cleanPath(header.name)
    if (left.entries-- <= 0) {
      throw new EngineError('unsupported', 'docker', 'The image has more files than are looked through, a million.')
    }
    const size = header.size ?? 0
    const isText = header.type === 'file' && isPackageDatabase(path) && size <= left.databaseBytes
    if (isText) left.databaseBytes -= size
    if (isText) databases.set(path, await text(stream))
    const digest = isText ? digestText(databases.get(path) ?? '') : await digestContent(stream, header)
    if (digest !== null) digests.set(path, digest)
    if (path !== '') entries.push(toEntry(path, header, digests))
  }
  const failure = await failing
  if (failure instanceof Error) throw failure
  return { entries, databases }
}

function toEntry(path: string, header: Header, digests: ReadonlyMap<string, string>): LayerEntry {
  const { type, size = 0, mode = 0, uid = 0, gid = 0, linkname } = header
  const kind =
    type === 'directory'
      ? 'folder'
      : type === 'file' || type === 'contiguous-file'
        ? 'file'
        : type === 'symlink'
          ? 'link'
          : 'other'
  return {
    path,
    // A hard link has its content in another entry of the same layer.
    kind: type === 'link' ? 'file' : kind,
    bytes: kind === 'file' ? size : 0,
    digest: digests.get(type === 'link' ? cleanPath(linkname ?? '') : path) ?? null,
    attributes: `${mode.toString(8)} ${uid}:${gid}`,
    target: type === 'symlink' ? (linkname ?? '') : null,
  }
}

async function digestContent(stream: AsyncIterable<unknown>, { type, size = 0 }: Header): Promise<string | null> {
  const isFile = type === 'file' || type === 'contiguous-file'
  const hash = createHash('sha256')
  for await (const chunk of stream) hash.update(chunk as Buffer)
  return isFile && size >= 0 ? hash.digest('base64') : null
}

function digestText(content: string): string {
  return createHash('sha256').update(content).digest('base64')
}

/** `./usr/bin/`, `/usr/bin` and `usr/bin` are one; a path cannot lead out of the image. */
function cleanPath(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')
}
