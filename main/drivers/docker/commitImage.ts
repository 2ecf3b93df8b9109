/**
 * PUT /containers/ID/archive?path=/    then    POST /commit?container=ID&repo=REPO&tag=TAG&changes=…
 * docs.docker.com/reference/api/engine, "PutContainerArchive" and "ImageCommit"
 *
 * What a Dockerfile `FROM BASE`, `COPY probe /probe` gives, without the intermediate images that an interrupted build
 * leaves without name or label.
 */
import { readFile } from 'node:fs/promises'
import { throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { commitContainer } from './changes/commitContainer.ts'
import { callToEnd, type DockerClient } from './client.ts'
import { buildImageChanges, packProbe } from './image.ts'
import type { Labels } from './labels.ts'
import { nameRunContainer, recordRunContainer } from './runContainer.ts'

interface CommitOrder {
  readonly base: string
  readonly name: string
  readonly labels: Labels
  readonly runId: string
}

/** The container it is made in never runs and is gone afterwards. */
export async function commitProbeImage(
  { ledger, tools }: DriverDeps,
  client: DockerClient,
  { base, name, labels, runId }: CommitOrder,
  signal: AbortSignal,
): Promise<void> {
  const spec = { name: nameRunContainer(runId, 0), image: base, args: ['none'], variables: {}, labels }
  const container = recordRunContainer(client, ledger, spec)
  try {
    const id = await container.create(signal)
    const probe = await packProbe(await readFile(tools.probe))
    throwIfAborted(signal, 'docker')
    await callToEnd(client, (docker) => docker.getContainer(id).putArchive(probe, { path: '/' }), signal)
    throwIfAborted(signal, 'docker')
    await commitContainer(client, { container: id, name, pause: false, changes: buildImageChanges(labels) }, signal)
  } finally {
    await container.remove()
  }
}
