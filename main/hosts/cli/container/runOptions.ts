import { resolve } from 'node:path'
import {
  type ContainerSpec,
  type Mount,
  mostContainersAtOnce,
  type RunRequest,
  runRequestSchema,
} from '../../../contract/container.ts'
import { readCpus, readMemory, readMount, readPort, readRestart } from '../../../model/runText.ts'
import { listOf, type OptionValues, readInteger, UsageError } from '../commandLine.ts'
import { listFileFolders } from '../typedFile.ts'

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
    ports: listOf(values.publish).map(asPort),
    mounts: listOf(values.volume).map(asMount),
    limits: {
      cpus: optional(values.cpus, (text) => readAs('cpus', 'a number such as 1.5', text, readCpus)),
      memoryBytes: optional(values.memory, (text) => readAs('memory', 'a size such as 512m or 2GiB', text, readMemory)),
      processes: null,
    },
    network: typeof network === 'string' ? network : null,
    restart: optional(values.restart, (text) =>
      readAs('restart', 'no, always, unless-stopped or on-failure[:N]', text, readRestart),
    ) ?? { when: 'never' },
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
  return spec.mounts.flatMap(({ kind, source }) => (kind === 'bind' ? listFileFolders(source) : []))
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

/** What a text means. Throws UsageError, which says what is taken instead. */
function readAs<T>(option: string, takes: string, text: string, read: (text: string) => T | null): T {
  const value = read(text)
  if (value !== null) return value
  throw new UsageError(`--${option} takes ${takes}, not '${text}'.`)
}

const asPort = (text: string) =>
  readAs('publish', '[[ADDRESS:]HOST:]CONTAINER[/udp], such as 127.0.0.1:8080:80', text, readPort)

function asMount(text: string): Mount {
  const mount = readAs('volume', 'SOURCE:TARGET or SOURCE:TARGET:ro, such as ./data:/data:ro', text, readMount)
  return mount.kind === 'bind' ? { ...mount, source: resolve(mount.source) } : mount
}

function optional<T>(text: OptionValues[string], read: (text: string) => T): T | null {
  return typeof text === 'string' ? read(text) : null
}
