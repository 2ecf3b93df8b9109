import { z } from 'zod'
import { throwIfAborted } from '../../../model/engineError.ts'
import type { LayerChange } from '../../../model/images/stackLayers.ts'
import type { OnProgress } from '../../onProgress.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { inspectContainer } from '../container.ts'
import { parseAnswer } from '../imageHistory.ts'
import { type FileStat, openStatReader } from './statFiles.ts'

/** `Kind`: 0 changed, 1 added, 2 removed. null where nothing has changed. */
const changesSchema = z.array(z.object({ Path: z.string(), Kind: z.int().min(0).max(2) })).nullable()
type Listed = NonNullable<z.infer<typeof changesSchema>>[number]

export interface ContainerDelta {
  /** Sorted by path. */
  readonly changes: readonly LayerChange[]
  /** How many files are without their size. */
  readonly untold: number
}

/** Milliseconds: the engine walks through the container's whole layer. */
const listDeadline = 120_000
const statedAtOnce = 4
const tellEvery = 200

/** GET /containers/ID/changes. docs.docker.com/reference/api/engine, "ContainerChanges" */
export async function readChanges(
  client: DockerClient,
  ref: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<ContainerDelta> {
  const container = await inspectContainer(client, ref, signal)
  onProgress({ step: 'looking for changed files', share: null })
  const listed =
    parseAnswer(
      changesSchema,
      await callDocker(client, (docker) => docker.getContainer(container.Id).changes(), {
        signal,
        deadline: listDeadline,
      }),
    ) ?? []
  const wanted = dropPassedFolders(listed)
  const readStat = openStatReader(client, container, wanted.length)
  const stats = new Map<string, FileStat | null>()
  const left = wanted.filter(({ Kind }) => Kind !== 2).values()
  const work = async () => {
    for (const { Path } of left) {
      throwIfAborted(signal, 'docker')
      stats.set(Path, await readStat(Path, signal))
      if (stats.size % tellEvery === 0) {
        onProgress({
          step: 'asking for sizes',
          amount: `${stats.size} of ${wanted.length} files`,
          share: stats.size / wanted.length,
        })
      }
    }
  }
  await Promise.all(Array.from({ length: statedAtOnce }, work))
  return toDelta(wanted, stats)
}

/**
 * Pure. A folder is told as changed because something below it is. Whether something of itself is changed too cannot be told
 * then; without anything below it, it must be.
 */
export function dropPassedFolders(listed: readonly Listed[]): readonly Listed[] {
  const passed = new Set<string>()
  for (const { Path } of listed) {
    for (let end = Path.lastIndexOf('/'); end > 0; end = Path.lastIndexOf('/', end - 1)) {
      const folder = Path.slice(0, end)
      if (passed.has(folder)) break
      passed.add(folder)
    }
  }
  return listed.filter(({ Path, Kind }) => Kind !== 0 || !passed.has(Path))
}

/** Pure. `stats`: null for a file that could not be looked at. */
export function toDelta(listed: readonly Listed[], stats: ReadonlyMap<string, FileStat | null>): ContainerDelta {
  const changes = listed.map(({ Path, Kind }): LayerChange => {
    const path = Path.replace(/^\/+/, '')
    if (Kind === 2) return { path, kind: 'other', change: 'removed', bytes: 0 }
    const stat = stats.get(Path)
    const kind = stat?.kind ?? 'other'
    const change = Kind === 1 ? 'added' : kind === 'folder' ? 'attributes' : 'changed'
    return { path, kind, change, bytes: kind === 'file' ? (stat?.bytes ?? 0) : 0 }
  })
  return {
    changes: changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    untold: listed.filter(({ Path, Kind }) => Kind !== 2 && (stats.get(Path) ?? null) === null).length,
  }
}
