import { randomBytes } from 'node:crypto'
import type { Instance } from '../../../contract/instance.ts'
import type { RunOrder } from '../../containers.ts'
import type { DriverDeps } from '../../driver.ts'
import { callToEnd, type DockerClient } from '../client.ts'
import { connectDocker } from '../connect.ts'
import { startContainer } from '../container.ts'
import { keepContainer } from '../keepContainer.ts'
import type { Labels } from '../labels.ts'
import { describeContainer } from '../list.ts'
import { checkName } from '../names.ts'
import { buildCreateBody } from './createBody.ts'
import { explainRunFailure } from './explainRun.ts'

/** create → start. One that cannot be started is removed again, unlike by `docker run`: it would only keep its name from the next try. */
export async function runContainer(deps: DriverDeps, order: RunOrder, signal: AbortSignal): Promise<Instance> {
  const client = await connectDocker(deps, signal)
  return startKept(deps, client, { ...order, attached: false }, async () => undefined, signal).then(
    ({ instance }) => instance,
  )
}

/**
 * `beforeStart` is for what must not miss the beginning; what it gives comes back. Of one that the engine removes at its end
 * the engine itself takes care from the start on, so it leaves the ledger then.
 */
export async function startKept<T>(
  deps: DriverDeps,
  client: DockerClient,
  { spec, name: wanted, attached }: RunOrder & { readonly attached: boolean },
  beforeStart: (id: string) => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly instance: Instance; readonly prepared: T }> {
  const name = checkName(wanted ?? generateName(spec.image))
  const make = async (labels: Labels) => {
    const body = buildCreateBody({ spec, name, labels, attached })
    const { id } = await callToEnd(
      client,
      (docker, abortSignal) => docker.createContainer({ ...body, abortSignal }),
      signal,
    )
    return id
  }
  const finish = async (id: string, rowId: number) => {
    // Before the start: a short one may be gone with its end.
    const described = await describeContainer(client, id, signal)
    const prepared = await beforeStart(id)
    await startContainer(client, id, signal)
    if (spec.removeAtExit) deps.ledger.clear(rowId)
    const instance = await describeContainer(client, id, signal).catch(() => described)
    return { id, instance, prepared }
  }
  try {
    return await keepContainer(deps, client, { name, make, finish }, signal)
  } catch (error) {
    throw explainRunFailure(error, spec)
  }
}

/** `debian-1f0a3c` for `docker.io/library/debian:12`. */
export function generateName(image: string): string {
  const last = image.replace(/@.*$/, '').split('/').at(-1) ?? ''
  const word = last
    .replace(/:.*$/, '')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${word.slice(0, 40) || 'container'}-${randomBytes(3).toString('hex')}`
}
