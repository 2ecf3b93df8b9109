import { randomBytes } from 'node:crypto'
import type { Ledger } from '../ledger.ts'
import type { DockerClient } from './client.ts'
import { type ContainerSpec, createContainer, removeContainer } from './container.ts'

/** A container of a run: in the ledger from before it exists until it is gone. */
export interface RunContainer {
  readonly name: string
  /** Resolves with the id. */
  create(signal: AbortSignal): Promise<string>
  /**
   * In any state; idempotent. Rejects when the daemon cannot be asked (`not_running`): the row then stays for a sweep,
   * and another call tries again.
   */
  remove(): Promise<void>
}

/** `isoscope-RUN-COUNTER-RANDOM`: the random part keeps two processes of one run's name apart. */
export function nameRunContainer(runId: string, counter: number): string {
  const run = runId.toLowerCase().replace(/[^a-z0-9]+/g, '')
  return `isoscope-${run.slice(-40)}-${counter}-${randomBytes(3).toString('hex')}`
}

export function recordRunContainer(client: DockerClient, ledger: Ledger, spec: ContainerSpec): RunContainer {
  const row = ledger.record({
    technology: 'docker',
    kind: 'container',
    ref: spec.name,
    lifetime: 'run',
    endpoint: client.url,
  })
  let removal: Promise<void> | undefined
  return {
    name: spec.name,
    create: (signal) => createContainer(client, spec, signal),
    remove: () => {
      removal ??= removeContainer(client, spec.name).then(
        () => ledger.clear(row.id),
        (error: unknown) => {
          removal = undefined
          throw error
        },
      )
      return removal
    },
  }
}
