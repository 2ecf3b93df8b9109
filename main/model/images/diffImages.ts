import type { ChangedFile, ChangedValue, ImageDescription, ImageDiff, ImageStep } from '../../contract/image.ts'
import type { LayerEntry } from './layerEntry.ts'
import { readPackages } from './packageDatabases.ts'
import { compareEntries, countChanges } from './stackLayers.ts'

/** What is known of an image's files. */
export interface ImageContents {
  /** What a container of it sees, by path. */
  readonly files: ReadonlyMap<string, LayerEntry>
  /** Text of its package databases, by path. */
  readonly databases: ReadonlyMap<string, string>
}

interface DescribedImage extends ImageContents {
  readonly description: ImageDescription
}

/** More of them nobody reads. */
const maxFiles = 1_000

/** Pure. What changes from one image to the other. */
export function diffImages(before: DescribedImage, after: DescribedImage): ImageDiff {
  return {
    before: nameImage(before.description),
    after: nameImage(after.description),
    layers: diffSteps(before.description.steps, after.description.steps),
    config: diffValues(toMap(before.description.config), toMap(after.description.config)),
    files: diffFiles(before.files, after.files),
    packages: diffPackages(before, after),
  }
}

function nameImage({ id, names, bytes }: ImageDescription): ImageDiff['before'] {
  return { id, names, bytes }
}

/** Steps are the same as long as both the instruction and the layer are; from the first that differs all do. */
function diffSteps(before: readonly ImageStep[], after: readonly ImageStep[]): ImageDiff['layers'] {
  const differing = before.findIndex((step, index) => !isSameStep(step, after[index]))
  const shared = differing === -1 ? before.length : differing
  return { shared: before.slice(0, shared), before: before.slice(shared), after: after.slice(shared) }
}

function isSameStep(one: ImageStep, other: ImageStep | undefined): boolean {
  if (!other || one.instruction !== other.instruction || one.layer.kind !== other.layer.kind) return false
  const idOf = ({ layer }: ImageStep) => (layer.kind === 'layer' ? layer.diffId : '')
  return idOf(one) === idOf(other) && one.bytes === other.bytes
}

function diffFiles(
  before: ReadonlyMap<string, LayerEntry>,
  after: ReadonlyMap<string, LayerEntry>,
): ImageDiff['files'] {
  const changes: ChangedFile[] = []
  for (const [path, entry] of after) {
    const earlier = before.get(path)
    const change = earlier === undefined ? 'added' : compareEntries(earlier, entry)
    if (change !== null) changes.push({ path, change, before: earlier?.bytes ?? null, after: entry.bytes })
  }
  for (const [path, { bytes }] of before) {
    if (!after.has(path)) changes.push({ path, change: 'removed', before: bytes, after: null })
  }
  const sizeOf = (change: ChangedFile) => Math.max(change.before ?? 0, change.after ?? 0)
  changes.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.path < b.path ? -1 : 1))
  return { counts: countChanges(changes), changes: changes.slice(0, maxFiles) }
}

function diffPackages(before: ImageContents, after: ImageContents): ImageDiff['packages'] {
  const [earlier, later] = [readPackages(before.databases), readPackages(after.databases)]
  return {
    databases: [...new Set([...earlier.databases, ...later.databases])].sort(),
    changes: diffValues(earlier.versions, later.versions),
  }
}

function diffValues(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ChangedValue[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap((name) => {
    const [earlier, later] = [before.get(name) ?? null, after.get(name) ?? null]
    return earlier === later ? [] : [{ name, before: earlier, after: later }]
  })
}

function toMap(entries: readonly { readonly name: string; readonly value: string }[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ name, value }) => [name, value]))
}
