import { type CgroupFolders, findCgroupOf, hasCgroup, locateCgroup, readPids } from '../../os/cgroupUsage.ts'
import { readProcessStat } from '../../os/proc.ts'
import { describeStart } from '../../os/processStart.ts'

/**
 * Where containers are, remembered from one look to the next. Docker and Podman name a container's cgroup after its id,
 * at a few usual places; where it is none of these, its first process tells, and its siblings are looked for there too.
 */
export interface ContainerPlaces {
  /** null: at none of the known places. */
  find(id: string): CgroupFolders | null
  /** From its first process, State.Pid. null where that is no process of this machine. */
  learn(id: string, pid: number): CgroupFolders | null
  forget(id: string): void
  /** Forgets all but these. */
  keep(ids: ReadonlySet<string>): void
  /** When its first process was started; null where it is at no known place. */
  startedAt(id: string): string | null
}

/** `{id}` stands for the container's. */
type Layout = CgroupFolders

const marker = '{id}'
const mostLearned = 16

export function createContainerPlaces(uid: number | undefined, root?: string): ContainerPlaces {
  const places = new Map<string, CgroupFolders>()
  const starts = new Map<string, FirstProcess>()
  let layouts: readonly Layout[] = usualPaths(uid).map((path) => locateCgroup(path, root))

  const remember = (id: string, folders: CgroupFolders) => {
    places.set(id, folders)
    return folders
  }
  const find = (id: string) => {
    const known = places.get(id)
    if (known) return known
    for (const layout of layouts) {
      const folders = mapFolders(layout, (folder) => folder.replace(marker, id))
      if (!hasCgroup(folders)) continue
      // Most likely the next one is there as well.
      layouts = [layout, ...layouts.filter((each) => each !== layout)]
      return remember(id, folders)
    }
    return null
  }
  return {
    find,
    learn: (id, pid) => {
      const folders = findCgroupOf(pid, root)
      // A daemon in a virtual machine tells pids of that machine's; here the same number is some other program.
      if (!(folders?.memory ?? folders?.cpu)?.includes(id)) return null
      if (!folders) return null
      const top = mapFolders(folders, (folder) => cutBelow(folder, id))
      const layout = mapFolders(top, (folder) => folder.replace(id, marker))
      layouts = [layout, ...layouts].slice(0, mostLearned)
      return remember(id, top)
    },
    forget: (id) => {
      places.delete(id)
    },
    keep: (ids) => {
      for (const id of places.keys()) if (!ids.has(id)) places.delete(id)
      for (const id of starts.keys()) if (!ids.has(id)) starts.delete(id)
    },
    startedAt: (id) => {
      const known = starts.get(id)
      if (known && readProcessStat(known.pid)?.startTime === known.startTime) return known.startedAt
      const place = find(id)
      const first = place && findFirstProcess(readPids(place))
      if (!first) {
        places.delete(id)
        starts.delete(id)
        return null
      }
      starts.set(id, first)
      return first.startedAt
    },
  }
}

/** As Docker and Podman make them, with cgroupfs and with systemd, as root and as a user. */
function usualPaths(uid: number | undefined): readonly string[] {
  const session = `user.slice/user-${uid}.slice/user@${uid}.service/user.slice`
  return [
    `docker/${marker}`,
    `system.slice/docker-${marker}.scope`,
    `machine.slice/libpod-${marker}.scope`,
    `libpod_parent/libpod-${marker}`,
    ...(uid === undefined ? [] : [`${session}/docker-${marker}.scope`, `${session}/libpod-${marker}.scope`]),
  ]
}

/** The first process may be in a cgroup below that of the container: `libpod-ID.scope/container`. */
function cutBelow(folder: string, id: string): string {
  const end = folder.indexOf('/', folder.indexOf(id) + id.length)
  return folder.includes(id) && end >= 0 ? folder.slice(0, end) : folder
}

function mapFolders(folders: CgroupFolders, change: (folder: string) => string): CgroupFolders {
  const { version, cpu, memory, block } = folders
  const apply = (folder: string | null) => (folder === null ? null : change(folder))
  return { version, cpu: apply(cpu), memory: apply(memory), block: apply(block) }
}

interface FirstProcess {
  readonly pid: number
  /** With the pid it tells whether it is still the same process. */
  readonly startTime: string
  readonly startedAt: string
}

/** The oldest: a container ends with its first process, and `docker exec` adds younger ones. */
function findFirstProcess(pids: readonly number[]): FirstProcess | null {
  let first: { readonly pid: number; readonly startTime: string } | null = null
  for (const pid of pids) {
    const startTime = readProcessStat(pid)?.startTime
    if (startTime === undefined) continue
    if (first === null || Number(startTime) < Number(first.startTime)) first = { pid, startTime }
  }
  return first && { ...first, startedAt: describeStart(first.startTime) }
}
