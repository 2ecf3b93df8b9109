import { type DiskUse, diskKinds, type Reclaimed, type ReclaimRequest } from '../contract/disk.ts'
import type { Network, NewNetwork } from '../contract/networks.ts'
import type { NewVolume, Volume } from '../contract/volumes.ts'
import { askAbility, requireAbility } from './abilities.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'drivers' | 'activities'>

/** Volumes, networks and what they and the rest take on an engine's disk. */

export async function listVolumes({ drivers }: Parts, { sizes }: { readonly sizes: boolean }, signal: AbortSignal) {
  const { found, failures } = await askAbility(
    drivers,
    'volumes',
    { ask: (ability, given) => ability.list({ sizes }, given), nameOf: ({ name }: Volume) => name },
    signal,
  )
  return { volumes: found, failures }
}

export function createVolume({ drivers }: Parts, volume: NewVolume, signal: AbortSignal) {
  return requireAbility(drivers, 'volumes', volume.technology).ability.create(volume, signal)
}

export function inspectVolume({ drivers }: Parts, { id }: { readonly id: string }, signal: AbortSignal) {
  return requireAbility(drivers, 'volumes', id).ability.inspect(id, signal)
}

/** As an activity: what is in it may take its time to go. */
export async function removeVolume(
  { drivers, activities }: Parts,
  { id, ticket }: { readonly id: string; readonly ticket?: string | undefined },
): Promise<{ readonly freedBytes: number | null }> {
  const { technology, ability } = requireAbility(drivers, 'volumes', id)
  const { value } = await activities.perform({
    title: `Remove volume ${nameOf(id)}`,
    action: 'removeVolume',
    instance: null,
    ticket,
    findTechnology: () => technology,
    work: ({ signal }) => ability.remove(id, signal),
    readFreed: (bytes) => bytes,
  })
  return { freedBytes: value }
}

export async function listNetworks({ drivers }: Parts, signal: AbortSignal) {
  const { found, failures } = await askAbility(
    drivers,
    'networks',
    { ask: (ability, given) => ability.list(given), nameOf: ({ name }: Network) => name },
    signal,
  )
  return { networks: found, failures }
}

export function createNetwork({ drivers }: Parts, network: NewNetwork, signal: AbortSignal) {
  return requireAbility(drivers, 'networks', network.technology).ability.create(network, signal)
}

export function inspectNetwork({ drivers }: Parts, { id }: { readonly id: string }, signal: AbortSignal) {
  return requireAbility(drivers, 'networks', id).ability.inspect(id, signal)
}

export async function removeNetwork({ drivers }: Parts, { id }: { readonly id: string }, signal: AbortSignal) {
  await requireAbility(drivers, 'networks', id).ability.remove(id, signal)
  return {}
}

interface Link {
  readonly id: string
  readonly instance: string
}

export async function linkNetwork(
  { drivers }: Parts,
  verb: 'connect' | 'disconnect',
  { id, instance }: Link,
  signal: AbortSignal,
) {
  await requireAbility(drivers, 'networks', id).ability[verb](id, instance, signal)
  return {}
}

export async function readDiskUse({ drivers }: Parts, signal: AbortSignal) {
  const { found, failures } = await askAbility(
    drivers,
    'diskKeeper',
    {
      ask: (ability, given) => ability.read(given),
      nameOf: ({ kind }: DiskUse) => String(diskKinds.indexOf(kind)),
    },
    signal,
  )
  return { rows: found, failures }
}

export async function previewReclaim(
  { drivers }: Parts,
  { technology, kind }: Pick<ReclaimRequest, 'technology' | 'kind'>,
  signal: AbortSignal,
) {
  return { things: [...(await requireAbility(drivers, 'diskKeeper', technology).ability.preview(kind, signal))] }
}

const reclaimTitles: Readonly<Record<ReclaimRequest['kind'], string>> = {
  containers: 'Remove stopped containers',
  volumes: 'Remove volumes',
  buildCache: 'Empty the build cache',
}

export async function reclaim({ drivers, activities }: Parts, request: ReclaimRequest): Promise<Reclaimed> {
  const { technology, ability } = requireAbility(drivers, 'diskKeeper', request.technology)
  const { value } = await activities.perform({
    title: reclaimTitles[request.kind],
    action: 'reclaim',
    instance: null,
    ticket: request.ticket,
    findTechnology: () => technology,
    work: ({ signal, onProgress }) => ability.reclaim(request, onProgress, signal),
    readFreed: ({ freedBytes }) => freedBytes,
  })
  return value
}

function nameOf(id: string): string {
  return id.slice(id.indexOf(':') + 1)
}
