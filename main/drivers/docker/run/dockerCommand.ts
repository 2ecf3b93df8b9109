import type { ContainerSpec, Mount, PublishedPort, Restart } from '../../../contract/container.ts'

/*
 * docker run [OPTIONS] IMAGE [COMMAND] [ARG...]
 * https://docs.docker.com/reference/cli/docker/container/run/
 */

/**
 * The words that do the same in a terminal; to be shown, never run. The option for an entry point takes one word: what follows
 * it there comes before the command.
 */
export function describeDockerRun(spec: ContainerSpec, name: string | null): readonly string[] {
  const { entrypoint, command = [] } = spec
  const [program = '', ...rest] = entrypoint ?? []
  return [
    'docker',
    'run',
    ...listFlags(spec),
    ...(name === null ? [] : ['--name', name]),
    ...spec.variables.flatMap((variable) => ['--env', `${variable.name}=${variable.value}`]),
    ...spec.ports.flatMap((port) => ['--publish', writePort(port)]),
    ...spec.mounts.flatMap((mount) => ['--mount', writeMount(mount)]),
    ...listValues(spec),
    ...(entrypoint ? ['--entrypoint', program] : []),
    spec.image,
    ...(entrypoint ? rest : []),
    ...command,
  ]
}

function listFlags({ interactive, tty, removeAtExit }: ContainerSpec): readonly string[] {
  return [
    ...(interactive ? ['--interactive'] : []),
    ...(tty ? ['--tty'] : []),
    ...(interactive ? [] : ['--detach']),
    ...(removeAtExit ? ['--rm'] : []),
  ]
}

function listValues({ limits, network, restart, user, directory }: ContainerSpec): readonly string[] {
  const values: readonly (readonly [string, string | number | null])[] = [
    ['--cpus', limits.cpus],
    ['--memory', limits.memoryBytes === null ? null : `${limits.memoryBytes}b`],
    ['--pids-limit', limits.processes],
    ['--network', network],
    ['--restart', writeRestart(restart)],
    ['--user', user],
    ['--workdir', directory],
  ]
  return values.flatMap(([option, value]) => (value === null ? [] : [option, String(value)]))
}

/** `127.0.0.1:8080:80/tcp`, each part before the last as far as it is said. */
export function writePort({ address, host, container, protocol }: PublishedPort): string {
  const where = address === null ? '' : address.includes(':') ? `[${address}]:` : `${address}:`
  const from = host === null ? (address === null ? '' : ':') : `${host}:`
  return `${where}${from}${container}${protocol === 'tcp' ? '' : `/${protocol}`}`
}

/** Fields as CSV (RFC 4180): one with a comma or a quote is quoted. */
function writeMount({ kind, source, target, readOnly }: Mount): string {
  return [`type=${kind}`, `source=${source}`, `target=${target}`, ...(readOnly ? ['readonly'] : [])]
    .map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',')
}

function writeRestart(restart: Restart): string | null {
  if (restart.when === 'never') return null
  return restart.when === 'on-failure' && restart.attempts > 0 ? `on-failure:${restart.attempts}` : restart.when
}
