import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { pack } from 'tar-stream'
import { EngineError } from '../../model/engineError.ts'
import { callDocker, callToEnd, type DockerClient, postArchive, readBody } from './client.ts'
import { hasStatus } from './errors.ts'
import type { Labels } from './labels.ts'

/**
 * POST /images/create?fromSrc=-&repo=REPO:TAG&changes=…  (docker import --change 'ENTRYPOINT ["/probe"]' - REPO:TAG)
 * docs.docker.com/reference/api/engine, "ImageCreate"
 *
 * The same image as `FROM scratch`, `COPY probe /probe` gives, but in one step that either happens or does not: a build
 * that is interrupted leaves intermediate images without name or label. Works on Docker and Podman
 * alike, but for the query's `tag`, which Podman 4.3 ignores: so the tag stands in `repo`.
 *
 * `root` is an archive with further files, such as a distribution's.
 */
export async function importProbeImage(
  client: DockerClient,
  image: { readonly name: string; readonly probe: string; readonly labels: Labels; readonly root?: string },
  signal: AbortSignal,
): Promise<void> {
  const probe = await packProbe(await readFile(image.probe))
  const archive = image.root === undefined ? probe : joinArchives(probe, await readFile(image.root))
  const answer = await callToEnd(
    client,
    async (docker, abortSignal) =>
      readBody(
        await postArchive(
          docker,
          {
            path: '/images/create?',
            query: { fromSrc: '-', repo: image.name, changes: buildImageChanges(image.labels) },
            archive,
          },
          abortSignal,
        ),
      ),
    signal,
  )
  const failure = findStreamError(answer)
  if (failure !== null) {
    throw new EngineError('engine_failed', 'docker', 'Docker could not make the image.', { detail: failure })
  }
}

/** Dockerfile lines. */
export function buildImageChanges(labels: Labels): readonly string[] {
  return ['ENTRYPOINT ["/probe"]', ...Object.entries(labels).map((label) => `LABEL ${quoteLabel(label)}`)]
}

/** For a Dockerfile: the value is quoted, and `$` in it must not name a variable. */
export function quoteLabel([name, value]: readonly [string, string]): string {
  return `${JSON.stringify(name)}=${JSON.stringify(value).replaceAll('$', '\\$')}`
}

/** An error after the headers comes as one of the JSON lines, with status 200. */
export function findStreamError(body: string): string | null {
  for (const line of body.split('\n')) {
    if (!line.includes('"error"')) continue
    const { error } = JSON.parse(line) as { error?: unknown }
    if (typeof error === 'string') return error
  }
  return null
}

export async function packProbe(probe: Buffer): Promise<Buffer> {
  const archive = pack()
  archive.entry({ name: 'probe', mode: 0o755, mtime: new Date(0), uid: 0, gid: 0 }, probe)
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A tar archive ends with two blocks of zeros; what comes behind the first archive's own would not be read. */
export function joinArchives(first: Buffer, second: Buffer): Buffer {
  return Buffer.concat([first.subarray(0, first.length - 2 * 512), second])
}

/** The image's labels, or null when there is no such image. */
export async function readImageLabels(
  client: DockerClient,
  name: string,
  signal?: AbortSignal,
): Promise<Labels | null> {
  try {
    const image = await callDocker(client, (docker) => docker.getImage(name).inspect(), signal ? { signal } : {})
    return image.Config?.Labels ?? {}
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}

/** What the image consists of: its digest in the registry where it has one, else its id. null when there is no such image. */
export async function readImageDigest(client: DockerClient, name: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { Id, RepoDigests } = await callDocker(client, (docker) => docker.getImage(name).inspect(), { signal })
    return RepoDigests?.[0]?.split('@')[1] ?? Id
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}

/**
 * What the image is: its own id, and the digests of its layers, which are the same wherever the same files are put into
 * it, while the id also covers our labels. docs.docker.com/reference/api/engine, "ImageInspect"
 */
export async function readImageDigests(
  client: DockerClient,
  name: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { Id, RootFS } = await callDocker(client, (docker) => docker.getImage(name).inspect(), { signal })
  return { image: Id, ...(RootFS?.Layers && { layers: RootFS.Layers.join(' ') }) }
}

/**
 * DELETE /images/NAME. Gone already is success; false when a container still uses it.
 * `patient` waits up to 2 s for containers that are just being removed.
 */
export async function removeImage(
  client: DockerClient,
  name: string,
  options: { readonly patient: boolean; readonly signal?: AbortSignal },
): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      await callDocker(
        client,
        (docker, abortSignal) => docker.getImage(name).remove({ abortSignal }),
        options.signal ? { signal: options.signal } : {},
      )
      return true
    } catch (error) {
      if (hasStatus(error, 404)) return true
      if (!hasStatus(error, 409)) throw error
      if (!options.patient || attempt >= 10) return false
    }
    await sleep(200)
  }
}
