import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Header, type Pack, pack } from 'tar-stream'
import type { ContextFile, ContextManifest } from '../../../model/builds/contextManifest.ts'
import { cancelled, EngineError } from '../../../model/engineError.ts'
import { createIgnore, type Ignore } from './ignore.ts'
import { explainUnreadable, openContextFile } from './openContextFile.ts'

/** What is sent to a builder beside the files of a folder, or in the place of one of them. */
export interface ContextExtra {
  readonly path: string
  readonly content: Buffer
}

export interface BuildContext {
  readonly files: number
  readonly bytes: number
  /** The archive. Ends in an error where a file cannot be read or changes meanwhile. */
  pack(onSent: (bytes: number) => void, signal: AbortSignal): Readable
  /** Of what has been packed, once that has ended; null for more files than anybody wants to keep. */
  manifest(): ContextManifest | null
}

const mostKept = 20_000

type EntryHeader = Partial<Header> & Pick<Header, 'name'>

interface Entry {
  readonly path: string
  readonly stats: Stats
}

/**
 * Walks the folder as `docker build` does: in order of names, with what `.dockerignore` leaves; a link is sent as a link and never
 * followed, a socket is not sent. Rejects with `permission_denied` for what may not be read.
 */
export async function readContext(
  folder: string | null,
  ignoreText: string | null,
  { dockerfile, extras }: { readonly dockerfile: string; readonly extras: readonly ContextExtra[] },
  signal: AbortSignal,
): Promise<BuildContext> {
  const ignore = createIgnore(ignoreText, [dockerfile, '.dockerignore'])
  const entries: Entry[] = []
  const root = folder === null ? null : await findRoot(folder)
  if (root !== null) await walk(root, '', ignore, entries, signal)
  const contents = new Map(extras.map(({ path, content }) => [path, content]))
  const sizeOf = ({ path, stats }: Entry) => contents.get(path)?.length ?? (stats.isFile() ? stats.size : 0)
  const added = extras.filter(({ path }) => !entries.some((entry) => entry.path === path))
  const addedBytes = added.reduce((sum, { content }) => sum + content.length, 0)
  const known = new Map<string, ContextFile>()
  return {
    files: entries.filter(({ stats }) => !stats.isDirectory()).length + added.length,
    bytes: entries.reduce((sum, entry) => sum + sizeOf(entry), addedBytes),
    manifest: () => (known.size > mostKept ? null : known),
    pack: (onSent, packSignal) => {
      const archive = pack()
      const note: Note = (path, file) => {
        if (known.size <= mostKept) known.set(path, file)
      }
      const fill = async () => {
        for (const { path, content } of added) archive.entry({ name: path, mtime: new Date(0) }, content)
        let sent = addedBytes
        for (const entry of entries) {
          if (packSignal.aborted) throw cancelled('docker')
          const content = contents.get(entry.path)
          if (content === undefined) await packEntry(archive, root ?? '', entry, note)
          else packContent(archive, entry, content, note)
          sent += sizeOf(entry)
          onSent(sent)
        }
        archive.finalize()
      }
      fill().catch((error: Error) => archive.destroy(error))
      return archive as unknown as Readable
    },
  }
}

async function walk(
  folder: string,
  below: string,
  ignore: Ignore,
  entries: Entry[],
  signal: AbortSignal,
): Promise<void> {
  const names = await readNames(join(folder, below), below)
  for (const name of names) {
    if (signal.aborted) throw cancelled('docker')
    const path = below === '' ? name : `${below}/${name}`
    const isIgnored = ignore.ignores(path)
    if (isIgnored && !ignore.hasExceptions) continue
    const stats = await lstat(join(folder, path)).catch((error: unknown) => {
      throw explainUnreadable(path, error)
    })
    if (!isIgnored && !stats.isSocket() && !stats.isBlockDevice() && !stats.isCharacterDevice()) {
      entries.push({ path, stats })
    }
    if (stats.isDirectory()) await walk(folder, path, ignore, entries, signal)
  }
}

async function findRoot(folder: string): Promise<string> {
  return realpath(folder).catch((error: unknown) => {
    throw explainUnreadable('the folder itself', error)
  })
}

async function readNames(folder: string, path: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    throw explainUnreadable(path === '' ? 'the folder itself' : path, error)
  }
}

type Note = (path: string, file: ContextFile) => void

/** All belong to root, as with `docker build`. */
function headerOf({ path, stats }: Entry): EntryHeader & { readonly mode: number } {
  return { name: path, mode: stats.mode & 0o7777, mtime: stats.mtime, uid: 0, gid: 0 }
}

/** A file as it was read before. */
function packContent(archive: Pack, entry: Entry, content: Buffer, note: Note): void {
  const header = headerOf(entry)
  archive.entry(header, content)
  const sha256 = createHash('sha256').update(content).digest('hex')
  note(entry.path, { size: content.length, mode: header.mode.toString(8), sha256 })
}

async function packEntry(archive: Pack, folder: string, entry: Entry, note: Note): Promise<void> {
  const { path, stats } = entry
  const header = headerOf(entry)
  const octal = header.mode.toString(8)
  if (stats.isDirectory()) {
    archive.entry({ ...header, name: `${path}/`, type: 'directory' })
  } else if (stats.isSymbolicLink()) {
    const linkname = await readlink(join(folder, path))
    archive.entry({ ...header, type: 'symlink', linkname })
    note(path, { size: 0, mode: `link`, sha256: createHash('sha256').update(linkname).digest('hex') })
  } else if (stats.isFIFO()) {
    archive.entry({ ...header, type: 'fifo' })
    note(path, { size: 0, mode: `pipe ${octal}`, sha256: '' })
  } else {
    const sha256 = await packFile(archive, join(folder, path), { ...header, size: stats.size }, path)
    note(path, { size: stats.size, mode: octal, sha256 })
  }
}

/** Until it takes more, or has been closed. */
async function waitForRoom(entry: NodeJS.EventEmitter): Promise<void> {
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    await Promise.race([once(entry, 'drain', { signal }), once(entry, 'close', { signal })])
  } finally {
    waiting.abort()
  }
}

async function packFile(
  archive: Pack,
  file: string,
  header: EntryHeader & { readonly size: number },
  path: string,
): Promise<string> {
  const hash = createHash('sha256')
  const handle = await openContextFile(file, path)
  try {
    const entry = archive.entry(header)
    let left = header.size
    if (left > 0) {
      for await (const chunk of createReadStream('', { fd: handle, autoClose: false, end: left - 1 })) {
        const bytes = chunk as Buffer
        hash.update(bytes)
        left -= bytes.length
        const isFull = !entry.write(bytes)
        // Nobody takes the archive any more.
        if (entry.destroyed) throw cancelled('docker')
        if (isFull) await waitForRoom(entry)
      }
    }
    if (left > 0) throw new EngineError('in_use', 'docker', `${path} became shorter while it was sent.`)
    entry.end(undefined)
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}
