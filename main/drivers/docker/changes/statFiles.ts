import { accessSync, constants } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { LayerEntry } from '../../../model/images/layerEntry.ts'
import { callDocker, type DockerClient } from '../client.ts'
import type { GraphDriver } from '../disk.ts'
import { hasStatus } from '../errors.ts'

export interface FileStat {
  readonly kind: LayerEntry['kind']
  readonly bytes: number
}

/** null for what could not be looked at: it is gone, or its name is no text. */
type ReadStat = (path: string, signal: AbortSignal) => Promise<FileStat | null>

/** Each costs Docker 3 to 5 ms (20.10, a stopped container, which is mounted for it every time). */
const maxAsked = 2_000

/**
 * Size and kind of a container's own files: from its layer on this machine where that can be read, otherwise from the engine, file
 * by file, the first two thousand of them.
 */
export function openStatReader(
  client: DockerClient,
  { Id, GraphDriver }: { readonly Id: string; readonly GraphDriver?: GraphDriver | null },
  files: number,
): ReadStat {
  const layer = GraphDriver?.Data?.UpperDir
  if (layer !== undefined && isReadable(layer)) return (path) => statInLayer(layer, path)
  let left = Math.min(files, maxAsked)
  const container = client.docker.getContainer(Id)
  return async (path, signal) => (left-- > 0 ? askForStat(client, container, path, signal) : null)
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function statInLayer(layer: string, path: string): Promise<FileStat | null> {
  const stat = await lstat(join(layer, path)).catch(() => null)
  if (stat === null) return null
  const kind = stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : stat.isFile() ? 'file' : 'other'
  return { kind, bytes: stat.size }
}

/** HEAD /containers/ID/archive?path=PATH. docs.docker.com/reference/api/engine, "ContainerArchiveInfo" */
async function askForStat(
  client: DockerClient,
  container: Docker.Container,
  path: string,
  signal: AbortSignal,
): Promise<FileStat | null> {
  try {
    const answer = (await callDocker(client, () => container.infoArchive({ path }), { signal })) as IncomingMessage
    answer.resume()
    return parsePathStat(String(answer.headers['x-docker-container-path-stat'] ?? ''))
  } catch (error) {
    if (hasStatus(error, 400, 404)) return null
    throw error
  }
}

/** Go's os.FileMode: its highest bits are the kinds. */
const goModes = { folder: 2 ** 31, link: 2 ** 27, others: 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19 }

/** Pure. JSON in base64; null for what it is not. */
export function parsePathStat(header: string): FileStat | null {
  try {
    const { size, mode } = JSON.parse(Buffer.from(header, 'base64').toString()) as { size?: unknown; mode?: unknown }
    if (typeof size !== 'number' || typeof mode !== 'number' || size < 0) return null
    const has = (bits: number) => (BigInt(mode) & BigInt(bits)) !== 0n
    const kind = has(goModes.folder) ? 'folder' : has(goModes.link) ? 'link' : has(goModes.others) ? 'other' : 'file'
    return { kind, bytes: size }
  } catch {
    return null
  }
}
