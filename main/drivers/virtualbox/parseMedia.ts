import { uuidPattern } from './parse.ts'

/** A disk image that VirtualBox knows. */
export interface Medium {
  readonly uuid: string
  /** The medium it holds the differences to; null for a base. */
  readonly parent: string | null
  readonly path: string
  /** UUIDs of the machines that use it, now or in a snapshot, and of those snapshots. */
  readonly machines: readonly string[]
}

/** The output of list --long hdds: blocks of `Key:   value`. What is not whole is left out. */
export function parseMedia(output: string): readonly Medium[] {
  return output.split(/\n(?=UUID: +[0-9a-f])|^(?=UUID: +[0-9a-f])/).flatMap((block) => {
    const read = (key: string) => new RegExp(`^${key}: +(\\S.*)$`, 'm').exec(block)?.[1]?.trim()
    const [uuid, parent, path] = [read('UUID'), read('Parent UUID'), read('Location')]
    if (uuid === undefined || path === undefined || !uuidPattern.test(uuid)) return []
    const users = /^In use by VMs: +([\s\S]*?)(?=^[A-Z][\w ]*: |(?![\s\S]))/m.exec(block)?.[1] ?? ''
    const machines = [...users.matchAll(/\(UUID: ([0-9a-f-]{36})\)/g)].map(([, id = '']) => id)
    return {
      uuid,
      parent: parent !== undefined && uuidPattern.test(parent) ? parent : null,
      path,
      machines: [...new Set(machines)],
    }
  })
}

/** Of those that use a medium, the machines that there are. */
export function keepMachines(media: readonly Medium[], ids: readonly string[]): readonly Medium[] {
  return media.map((medium) => ({ ...medium, machines: medium.machines.filter((id) => ids.includes(id)) }))
}

/** Machines whose disks stand on disks of this one: linked clones. */
export function findDependants(media: readonly Medium[], machine: string): readonly string[] {
  const own = new Set(media.filter(({ machines }) => machines.includes(machine)).map(({ uuid }) => uuid))
  const parents = new Map(media.map(({ uuid, parent }) => [uuid, parent]))
  const standsOnOwn = (uuid: string): boolean => {
    const seen = new Set<string>()
    for (let at = parents.get(uuid) ?? null; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      if (own.has(at)) return true
      seen.add(at)
    }
    return false
  }
  const dependants = media
    .filter(({ uuid, machines }) => !machines.includes(machine) && machines.length > 0 && standsOnOwn(uuid))
    .flatMap(({ machines }) => machines)
  return [...new Set(dependants)]
}
