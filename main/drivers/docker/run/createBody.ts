import type Docker from 'dockerode'
import type { ContainerSpec, Mount, Restart } from '../../../contract/container.ts'
import type { Labels } from '../labels.ts'

/*
 * POST /containers/create?name=NAME
 * docs.docker.com/reference/api/engine, "ContainerCreate"
 */

export interface CreateOrder {
  readonly spec: ContainerSpec
  readonly name: string
  readonly labels: Labels
  /** Whether somebody reads and writes from its start. */
  readonly attached: boolean
}

export function buildCreateBody({ spec, name, labels, attached }: CreateOrder): Docker.ContainerCreateOptions {
  const { image, command, entrypoint, variables, user, directory, interactive, tty, ports } = spec
  return {
    name,
    Image: image,
    ...(command && { Cmd: [...command] }),
    // An empty list means the image's own; a single empty word means none.
    ...(entrypoint && { Entrypoint: entrypoint.length === 0 ? [''] : [...entrypoint] }),
    ...(user !== null && { User: user }),
    ...(directory !== null && { WorkingDir: directory }),
    Env: variables.map((variable) => `${variable.name}=${variable.value}`),
    Labels: { ...labels },
    // Over the API a port is published only if it is exposed as well.
    ExposedPorts: Object.fromEntries(ports.map((port) => [`${port.container}/${port.protocol}`, {}])),
    Tty: tty,
    OpenStdin: interactive,
    StdinOnce: interactive && attached,
    AttachStdin: interactive && attached,
    AttachStdout: attached,
    AttachStderr: attached,
    HostConfig: buildHostConfig(spec),
  }
}

function buildHostConfig({ ports, mounts, limits, network, restart, removeAtExit }: ContainerSpec): Docker.HostConfig {
  const bindings: Record<string, { HostIp?: string; HostPort: string }[]> = {}
  for (const { container, host, address, protocol } of ports) {
    const key = `${container}/${protocol}`
    bindings[key] ??= []
    bindings[key].push({ ...(address !== null && { HostIp: address }), HostPort: host === null ? '' : String(host) })
  }
  return {
    PortBindings: bindings,
    Mounts: mounts.map(buildMount),
    ...(limits.cpus !== null && { NanoCpus: Math.round(limits.cpus * 1e9) }),
    ...(limits.memoryBytes !== null && { Memory: limits.memoryBytes }),
    ...(limits.processes !== null && { PidsLimit: limits.processes }),
    ...(network !== null && { NetworkMode: network }),
    RestartPolicy: buildRestart(restart),
    AutoRemove: removeAtExit,
  }
}

/** As an object and not a string, so that no colon or comma in a path adds an option. */
function buildMount({ kind, source, target, readOnly }: Mount): Docker.MountSettings {
  return { Type: kind, Source: source, Target: target, ReadOnly: readOnly }
}

function buildRestart(restart: Restart): { readonly Name: string; readonly MaximumRetryCount?: number } {
  if (restart.when === 'never') return { Name: 'no' }
  if (restart.when === 'on-failure') return { Name: 'on-failure', MaximumRetryCount: restart.attempts }
  return { Name: restart.when }
}
