import type { ContextFileChange } from '../../contract/build.ts'

export interface ContextFile {
  readonly size: number
  /** Permissions, and what kind of entry it is where it is no file. */
  readonly mode: string
  /** Of the content, in hex; of a link's target. */
  readonly sha256: string
}

/** What was sent with a build, by path from the context's root. Folders are not in it. */
export type ContextManifest = ReadonlyMap<string, ContextFile>

/** Pure. By path. */
export function compareContexts(before: ContextManifest, after: ContextManifest): readonly ContextFileChange[] {
  const changes: ContextFileChange[] = []
  for (const [path, file] of after) {
    const earlier = before.get(path)
    if (earlier === undefined) changes.push({ path, change: 'added' })
    else if (earlier.sha256 !== file.sha256 || earlier.size !== file.size) changes.push({ path, change: 'changed' })
    else if (earlier.mode !== file.mode) changes.push({ path, change: 'mode' })
  }
  for (const path of before.keys()) if (!after.has(path)) changes.push({ path, change: 'removed' })
  return changes.sort((one, other) => (one.path < other.path ? -1 : 1))
}
