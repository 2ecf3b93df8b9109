import type { Snapshot } from '../../contract/machine.ts'
import { uuidPattern } from './parse.ts'

/**
 * The output of snapshot list --machinereadable, or of showvminfo --machinereadable, in which it stands near the end:
 *
 *   SnapshotName="base"            SnapshotName-1="second"        SnapshotName-1-2="its second child"
 *   SnapshotUUID="67594600-…"      SnapshotUUID-1="e4710d33-…"
 *   SnapshotDescription="…"        CurrentSnapshotUUID="e4710d33-…"
 *
 * depth first. Nothing is escaped, and names and descriptions may have quotes and line feeds. So a text goes on until a line
 * comes that can follow it: after a name its UUID, after a description the name of a snapshot that can be the next one.
 */
export function parseSnapshots(output: string): readonly Snapshot[] {
  const lines = output.split('\n')
  const found: (Omit<Snapshot, 'current'> & { readonly path: string })[] = []
  let at = lines.findIndex((line) => line.startsWith('SnapshotName="'))
  let path = ''
  while (at >= 0 && at < lines.length) {
    const uuidAt = findFrom(lines, at + 1, (line) => readUuid(line, path) !== undefined)
    const id = uuidAt < 0 ? undefined : readUuid(lines[uuidAt] ?? '', path)
    if (id === undefined) break
    const name = readText(lines.slice(at, uuidAt), `SnapshotName${path}="`)
    const next = findFrom(lines, uuidAt + 1, (line, index) => isNext(lines, line, index, path))
    const said = lines.slice(uuidAt + 1, next < 0 ? findEnd(lines, uuidAt + 1) : next)
    const hasDescription = said[0]?.startsWith(`SnapshotDescription${path}="`) === true
    const description = hasDescription ? readText(said, `SnapshotDescription${path}="`) : null
    const parentPath = path.replace(/-\d+$/, '')
    const parent = path === '' ? null : (found.find((one) => one.path === parentPath)?.id ?? null)
    found.push({ id, name, description, parent, path })
    at = next
    path = next < 0 ? path : (/^SnapshotName((?:-\d+)*)="/.exec(lines[next] ?? '')?.[1] ?? path)
  }
  const current = lines.flatMap((line) => /^CurrentSnapshotUUID="([0-9a-f-]{36})"$/.exec(line)?.[1] ?? []).at(-1)
  return found.map(({ path: _, ...snapshot }) => ({ ...snapshot, current: snapshot.id === current }))
}

function findFrom(lines: readonly string[], from: number, fits: (line: string, index: number) => boolean): number {
  for (let index = from; index < lines.length; index++) if (fits(lines[index] ?? '', index)) return index
  return -1
}

function readUuid(line: string, path: string): string | undefined {
  const start = `SnapshotUUID${path}="`
  const uuid = line.startsWith(start) ? line.slice(start.length, -1) : ''
  return uuidPattern.test(uuid) && line.endsWith('"') ? uuid : undefined
}

/** A name begins here whose place in the tree can follow on `path`, and its UUID comes before another name does. */
function isNext(lines: readonly string[], line: string, index: number, path: string): boolean {
  const next = /^SnapshotName((?:-\d+)+)="/.exec(line)?.[1]
  if (next === undefined || !listSuccessors(path).includes(next)) return false
  return lines.slice(index + 1, index + 1 + longestName).some((one) => readUuid(one, next) !== undefined)
}

/** Lines of a name. */
const longestName = 100

/** Its first child, or the next sibling of itself or of one of its ancestors. */
function listSuccessors(path: string): readonly string[] {
  const steps = path.split('-').slice(1)
  const siblings = steps.map((step, depth) => {
    return ['', ...steps.slice(0, depth), String(Number(step) + 1)].join('-')
  })
  return [`${path}-1`, ...siblings]
}

/** Where what belongs to the last snapshot ends. */
function findEnd(lines: readonly string[], from: number): number {
  const end = lines.findLastIndex((line) => line.startsWith('CurrentSnapshotName="'))
  return end < from ? lines.length : end
}

function readText(lines: readonly string[], start: string): string {
  return lines.join('\n').slice(start.length).replace(/"\s*$/, '')
}
