import type { ChangeCounts, FileChange } from '../../contract/image.ts'
import type { LayerEntry } from './layerEntry.ts'

/** What one layer does to one path. */
export interface LayerChange {
  readonly path: string
  readonly kind: LayerEntry['kind']
  readonly change: FileChange
  /** Of its content in this layer; 0 where it is removed or only its attributes are others. */
  readonly bytes: number
}

export interface StackedLayers {
  /** Of each layer, the lowest first, sorted by path. */
  readonly layers: readonly (readonly LayerChange[])[]
  /** What a container of the image sees, by path. */
  readonly files: ReadonlyMap<string, LayerEntry>
}

const removalMark = '.wh.'
/** In a folder: nothing of what lies below is in it any more. */
const opaqueMark = '.wh..wh..opq'

/**
 * Pure. Puts layers on each other as a container has them, and tells what each added, changed and removed.
 * opencontainers/image-spec, layer.md, "Whiteouts". A layer holds the folders on the way to what it changes; they count only
 * where they are new or have other attributes.
 */
export function stackLayers(listings: readonly (readonly LayerEntry[])[]): StackedLayers {
  const files = new Map<string, LayerEntry>()
  const layers = listings.map((entries) => {
    const changes = [...removeMarked(files, entries), ...putOn(files, entries)]
    return mergeByPath(changes)
  })
  return { layers, files }
}

/** Marks mean what lies below, whatever comes first in the tar. */
function removeMarked(files: Map<string, LayerEntry>, entries: readonly LayerEntry[]): readonly LayerChange[] {
  const gone: string[] = []
  const folders: string[] = []
  for (const { path } of entries) {
    const { folder, name } = split(path)
    if (name === opaqueMark) folders.push(folder)
    else if (name.startsWith(removalMark)) gone.push(join(folder, name.slice(removalMark.length)))
  }
  if (gone.length === 0 && folders.length === 0) return []
  const removed: LayerChange[] = []
  const goneSet = new Set(gone)
  const folderSet = new Set(folders)
  for (const [path, { kind }] of files) {
    if (!isMarked(path, goneSet, folderSet)) continue
    removed.push({ path, kind, change: 'removed', bytes: 0 })
    files.delete(path)
  }
  return removed
}

/** Itself or a folder above it is gone, or it lies below an opaque folder. */
function isMarked(path: string, gone: ReadonlySet<string>, opaque: ReadonlySet<string>): boolean {
  if (gone.has(path)) return true
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = path.slice(0, end)
    if (gone.has(above) || opaque.has(above)) return true
  }
  return opaque.has('')
}

function* putOn(files: Map<string, LayerEntry>, entries: readonly LayerEntry[]): Iterable<LayerChange> {
  for (const entry of entries) {
    const { path, kind, bytes } = entry
    if (split(path).name.startsWith(removalMark)) continue
    const below = files.get(path)
    files.set(path, entry)
    const change = below === undefined ? 'added' : compareEntries(below, entry)
    // A folder that becomes something else takes with it what it held.
    if (below?.kind === 'folder' && kind !== 'folder') yield* removeBelow(files, path)
    if (change !== null) yield { path, kind, change, bytes: change === 'attributes' ? 0 : bytes }
  }
}

function* removeBelow(files: Map<string, LayerEntry>, folder: string): Iterable<LayerChange> {
  for (const [path, { kind }] of files) {
    if (!path.startsWith(`${folder}/`)) continue
    files.delete(path)
    yield { path, kind, change: 'removed', bytes: 0 }
  }
}

/** Pure. Null where both are the same. */
export function compareEntries(before: LayerEntry, after: LayerEntry): FileChange | null {
  const isSame = before.kind === after.kind && before.digest === after.digest && before.target === after.target
  if (!isSame || before.bytes !== after.bytes) return 'changed'
  return before.attributes === after.attributes ? null : 'attributes'
}

/** What a layer removes and makes anew in one is changed. */
function mergeByPath(changes: readonly LayerChange[]): readonly LayerChange[] {
  const merged = new Map<string, LayerChange>()
  for (const change of changes) {
    const earlier = merged.get(change.path)
    const isAnew = earlier?.change === 'removed' && change.change === 'added'
    merged.set(change.path, isAnew ? { ...change, change: 'changed' } : change)
  }
  return [...merged.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

export function countChanges(changes: Iterable<{ readonly change: FileChange }>): ChangeCounts {
  const counts = { added: 0, changed: 0, attributes: 0, removed: 0 }
  for (const { change } of changes) counts[change]++
  return counts
}

function split(path: string): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf('/')
  return end === -1 ? { folder: '', name: path } : { folder: path.slice(0, end), name: path.slice(end + 1) }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
