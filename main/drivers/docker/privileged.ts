import type Docker from 'dockerode'
import { capabilityNames, listCapabilities } from '../../model/isolation/capabilities.ts'
import { readProcFile } from '../../os/proc.ts'

/** What a container is created with, and the `docker run` options that say the same. */
export interface ContainerExtras {
  readonly hostConfig: Docker.HostConfig
  readonly options: string
}

/**
 * `docker run --privileged --pid=host`. It asks for every capability there is, and where the machine itself has been
 * denied one (a VM or container for builds often has), Docker 20.10 cannot start it at all: "unable to apply caps:
 * operation not permitted", with --cap-drop too. There what it consists of is asked for by name, without the missing ones.
 */
export function buildPrivilegedExtras(missing: readonly string[]): ContainerExtras {
  if (missing.length === 0) {
    return { hostConfig: { Privileged: true, PidMode: 'host' }, options: '--privileged --pid=host' }
  }
  const dropped = missing.map((name) => name.toUpperCase())
  return {
    hostConfig: {
      PidMode: 'host',
      CapAdd: ['ALL'],
      CapDrop: dropped,
      SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
      MaskedPaths: [],
      ReadonlyPaths: [],
      Devices: [{ PathOnHost: '/dev', PathInContainer: '/dev', CgroupPermissions: 'rwm' }],
    },
    options: [
      '--pid=host --cap-add ALL',
      ...dropped.map((name) => `--cap-drop ${name}`),
      '--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined',
      `--device /dev (as --privileged, which cannot start here: this machine has no ${missing.join(', ')})`,
    ].join(' '),
  }
}

/** Capabilities that the kernel knows and no process started here can have: the bounding set is inherited. */
export function readMissingCapabilities(): readonly string[] {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readProcFile('/proc/self/status') ?? '')?.[1]
  const last = Number(readProcFile('/proc/sys/kernel/cap_last_cap') ?? Number.NaN)
  const held = bounding === undefined ? null : listCapabilities(bounding)
  if (held === null || Number.isNaN(last)) return []
  return capabilityNames.slice(0, last + 1).filter((name) => !held.includes(name))
}
