import { dirname, resolve } from 'node:path'
import {
  type ContainerSpec,
  type Mount,
  mostContainersAtOnce,
  type PublishedPort,
  type Restart,
  type RunRequest,
  runRequestSchema,
} from '../../../contract/container.ts'
import { readSize } from '../../../model/readSize.ts'
import { listOf, type OptionValues, readInteger, UsageError } from '../commandLine.ts'
import { resolveLinks } from '../typedPath.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Throws UsageError. `program`: what stood behind the image. */
export function readRunRequest(
  values: OptionValues,
  image: string,
  program: readonly string[],
  env: Environment,
): RunRequest {
  const { entrypoint, network, user, workdir, name } = values
  const spec: ContainerSpec = {
    image,
    ...(program.length > 0 && { command: [...program] }),
    ...(typeof entrypoint === 'string' && { entrypoint: entrypoint === '' ? [] : [entrypoint] }),
    variables: readVariables(listOf(values.env), env),
    ports: listOf(values.publish).map(readPort),
    mounts: listOf(values.volume).map(readMount),
    limits: { cpus: readCpus(values.cpus), memoryBytes: readMemory(values.memory), processes: null },
    network: typeof network === 'string' ? network : null,
    restart: readRestart(values.restart),
    user: typeof user === 'string' ? user : null,
    directory: typeof workdir === 'string' ? workdir : null,
    interactive: values.interactive === true,
    tty: values.tty === true,
    removeAtExit: values.rm === true,
  }
  const count = readInteger(values, 'count', 1, mostContainersAtOnce) ?? 1
  const parsed = runRequestSchema.safeParse({ spec, name: typeof name === 'string' ? name : null, count })
  if (parsed.success) return parsed.data
  throw new UsageError([...new Set(parsed.error.issues.map(({ message }) => message))].join(' '))
}

/** Folders of what is mounted: who types a path approves it. */
export function listMountedFolders({ spec }: RunRequest): readonly string[] {
  return spec.mounts.flatMap(({ kind, source }) =>
    kind === 'bind' ? [dirname(source), dirname(resolveLinks(source))] : [],
  )
}

/** `NAME=VALUE`, or `NAME` with what it is here; one that is not set here is left out, as docker does. */
export function readVariables(texts: readonly string[], env: Environment): ContainerSpec['variables'] {
  return texts.flatMap((text) => {
    const end = text.indexOf('=')
    if (end === 0 || text === '') throw new UsageError(`--env takes NAME=VALUE or NAME, not '${text}'.`)
    if (end > 0) return [{ name: text.slice(0, end), value: text.slice(end + 1) }]
    const value = env[text]
    return value === undefined ? [] : [{ name: text, value }]
  })
}

/** `[[ADDRESS:]HOST:]CONTAINER[/udp]`; an address of IPv6 in brackets. */
function readPort(text: string): PublishedPort {
  const [, ipv6, ipv4, host = '', container = '', protocol = 'tcp'] =
    /^(?:(?:\[([0-9a-fA-F:]+)\]|(\d+(?:\.\d+){3})):)?(?:(\d{0,5}):)?(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? []
  const numbers = [Number(container), host === '' ? 1 : Number(host)]
  if (!numbers.every((port) => port >= 1 && port <= 65_535)) {
    throw new UsageError(`--publish takes [[ADDRESS:]HOST:]CONTAINER[/udp], such as 127.0.0.1:8080:80, not '${text}'.`)
  }
  return {
    container: Number(container),
    host: host === '' ? null : Number(host),
    address: ipv6 ?? ipv4 ?? null,
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  }
}

/** `SOURCE:TARGET[:ro]`: a source with a slash or a leading dot is a path, any other a volume. */
function readMount(text: string): Mount {
  const [, source = '', target = '', mode] = /^([^:]+):(\/[^:]*)(?::(ro|rw))?$/.exec(text) ?? []
  if (source === '') {
    throw new UsageError(`--volume takes SOURCE:TARGET or SOURCE:TARGET:ro, such as ./data:/data:ro, not '${text}'.`)
  }
  const rest = { target, readOnly: mode === 'ro' }
  return source.includes('/') || source.startsWith('.')
    ? { kind: 'bind', source: resolve(source), ...rest }
    : { kind: 'volume', source, ...rest }
}

function readCpus(text: OptionValues[string]): number | null {
  if (text === undefined) return null
  const cpus = /^\d*\.?\d+$/.test(String(text)) ? Number(text) : Number.NaN
  if (cpus > 0) return cpus
  throw new UsageError(`--cpus takes a number such as 1.5, not '${text}'.`)
}

/** As docker has it, where `m` and `g` are binary, or with a unit that says so. */
function readMemory(text: OptionValues[string]): number | null {
  if (text === undefined) return null
  const [, number, unit = ''] = /^(\d+)([kmg])$/i.exec(String(text)) ?? []
  const bytes = number === undefined ? readSize(String(text)) : readSize(`${number} ${unit}iB`)
  if (bytes !== null) return bytes
  throw new UsageError(`--memory takes a size such as 512m or 2GiB, not '${text}'.`)
}

function readRestart(text: OptionValues[string]): Restart {
  if (text === undefined || text === 'no') return { when: 'never' }
  if (text === 'always' || text === 'unless-stopped') return { when: text }
  const found = /^on-failure(?::(\d{1,4}))?$/.exec(String(text))
  if (found) return { when: 'on-failure', attempts: Number(found[1] ?? 0) }
  throw new UsageError(`--restart takes no, always, unless-stopped or on-failure[:N], not '${text}'.`)
}
