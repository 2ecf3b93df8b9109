import type Docker from 'dockerode'
import type { Volume, VolumeDescription } from '../../../contract/volumes.ts'
import { toTimeOrNull, toUser } from '../resources.ts'

/** As an engine tells of it; the types of dockerode leave out when it was made. */
export type EngineVolume = Pick<Docker.VolumeInspectInfo, 'Name'> &
  Partial<Omit<Docker.VolumeInspectInfo, 'Name'>> & { readonly CreatedAt?: string }

/** Pure. `bytes` by the volumes' names, where they are known. */
export function toVolume(
  volume: EngineVolume,
  containers: readonly Docker.ContainerInfo[],
  bytes: ReadonlyMap<string, number>,
): Volume {
  return {
    id: `docker:${volume.Name}`,
    technology: 'docker',
    name: volume.Name,
    driver: volume.Driver ?? 'local',
    createdAt: toTimeOrNull(volume.CreatedAt),
    labels: { ...volume.Labels },
    users: containers.filter((one) => mounts(one, volume.Name)).map(toUser),
    bytes: bytes.get(volume.Name) ?? null,
  }
}

export function toVolumeDescription(volume: EngineVolume, told: Volume): VolumeDescription {
  return {
    ...told,
    place: volume.Mountpoint ?? '',
    scope: volume.Scope ?? 'local',
    options: { ...volume.Options },
  }
}

function mounts({ Mounts }: Docker.ContainerInfo, name: string): boolean {
  return (Mounts ?? []).some((mount) => mount.Type === 'volume' && mount.Name === name)
}
