import type { ConfigChanges } from '../../../contract/containerChanges.ts'
import { splitReference } from '../../../model/images/imageReference.ts'
import { callToEnd, type DockerClient } from '../client.ts'

export interface CommitRequest {
  readonly container: string
  readonly name: string | null
  readonly message?: string
  readonly author?: string
  readonly pause: boolean
  /** Dockerfile lines of our own, which Podman takes too; never with a text of the user's. */
  readonly changes?: readonly string[]
  readonly config?: ContainerConfig
}

/** What of it the API's body has, "ContainerConfig". */
export interface ContainerConfig {
  readonly Cmd?: readonly string[]
  readonly Entrypoint?: readonly string[]
  readonly Env?: readonly string[]
  readonly ExposedPorts?: Readonly<Record<string, object>>
  readonly Labels?: Readonly<Record<string, string>>
  readonly User?: string
  readonly Volumes?: Readonly<Record<string, object>>
  readonly WorkingDir?: string
}

/** Milliseconds: all that the container has written is packed. */
const deadline = 1_800_000

/** POST /commit?container=ID&repo=REPO&tag=TAG. docs.docker.com/reference/api/engine, "ImageCommit". Resolves with the image's id. */
export async function commitContainer(
  client: DockerClient,
  { container, name, message, author, pause, changes, config }: CommitRequest,
  signal: AbortSignal,
): Promise<string> {
  const place = name === null ? null : splitReference(name)
  const query = {
    ...(place && { repo: place.name, tag: place.tag }),
    ...(message && { comment: message }),
    ...(author && { author }),
    ...(changes && { changes: [...changes] }),
    pause,
  }
  const options = { _query: { ...query, container }, _body: config ?? {} }
  const answer: unknown = await callToEnd(
    client,
    (docker) => docker.getContainer(container).commit(options),
    signal,
    deadline,
  )
  return String((answer as { Id?: unknown }).Id)
}

/**
 * Pure. As values of the API's body and not as lines of a Dockerfile: there a text could end its line, and one with a line break
 * cannot be written at all.
 */
export function toContainerConfig(changes: ConfigChanges): ContainerConfig {
  const { command, entrypoint, environment, ports, labels, user, volumes, workingDirectory } = changes
  const keys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]))
  return {
    ...(command && { Cmd: command }),
    ...(entrypoint && { Entrypoint: entrypoint }),
    ...(environment && { Env: environment.map(({ name, value }) => `${name}=${value}`) }),
    ...(ports && { ExposedPorts: keys(ports) }),
    ...(labels && { Labels: Object.fromEntries(labels.map(({ name, value }) => [name, value])) }),
    ...(user !== undefined && { User: user }),
    ...(volumes && { Volumes: keys(volumes) }),
    ...(workingDirectory !== undefined && { WorkingDir: workingDirectory }),
  }
}

/** Pure. Of what was asked for, the instructions whose values the image does not have. */
export function findLostChanges(asked: ContainerConfig, made: ContainerConfig): readonly string[] {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? []) === JSON.stringify(b ?? [])
  const hasAll = (wanted: readonly string[] = [], given: readonly string[] = []) =>
    wanted.every((one) => given.includes(one))
  const keysOf = (of: Readonly<Record<string, object>> | null | undefined) => Object.keys(of ?? {})
  const labels = Object.entries(asked.Labels ?? {})
  const kept: Readonly<Record<string, boolean>> = {
    CMD: asked.Cmd === undefined || same(asked.Cmd, made.Cmd),
    ENTRYPOINT: asked.Entrypoint === undefined || same(asked.Entrypoint, made.Entrypoint),
    ENV: hasAll(asked.Env, made.Env ?? []),
    EXPOSE: hasAll(keysOf(asked.ExposedPorts), keysOf(made.ExposedPorts)),
    LABEL: labels.every(([name, value]) => made.Labels?.[name] === value),
    USER: asked.User === undefined || asked.User === made.User,
    VOLUME: hasAll(keysOf(asked.Volumes), keysOf(made.Volumes)),
    WORKDIR: asked.WorkingDir === undefined || asked.WorkingDir === made.WorkingDir,
  }
  return Object.entries(kept).flatMap(([instruction, isKept]) => (isKept ? [] : [instruction]))
}
