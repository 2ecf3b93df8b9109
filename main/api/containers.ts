import type { ContainerSpec, RunOutcome, RunPreview, RunRequest } from '../contract/container.ts'
import type { Containers, RunOrder } from '../drivers/containers.ts'
import { forEachOf } from '../drivers/docker/forEachOf.ts'
import type { Driver } from '../drivers/driver.ts'
import { EngineError, throwIfAborted, toEngineError } from '../model/engineError.ts'
import type { TaskTelling } from './activities.ts'
import { type CommandGate, requireCommands, resolveInApproved } from './commandGate.ts'
import type { Services } from './services.ts'

/** Containers that are made at one time: an engine does not get faster with more. */
const atOnce = 4

export interface ContainerService {
  preview(request: RunRequest, signal: AbortSignal): Promise<RunPreview>
  run(request: RunRequest): Promise<{ outcomes: RunOutcome[] }>
}

export function createContainerService({
  drivers,
  activities,
  commandGate,
}: Pick<Services, 'drivers' | 'activities' | 'commandGate'>): ContainerService {
  return {
    preview: ({ spec, name }, signal) => findContainers(drivers).containers.preview({ spec, name }, signal),
    run: async (request) => {
      requireCommands(commandGate)
      const { driver, containers } = findContainers(drivers)
      const spec = admitMounts(commandGate, request.spec)
      const orders = listOrders({ ...request, spec })
      const { value } = await activities.perform({
        title: orders.length === 1 ? `Run ${spec.image}` : `Run ${orders.length} containers from ${spec.image}`,
        action: 'run',
        instance: null,
        ticket: request.ticket,
        findTechnology: () => driver.technology,
        work: (telling) => runAll(driver, containers, orders, telling),
      })
      return { outcomes: value }
    },
  }
}

/** Throws `unsupported`. */
export function findContainers(drivers: readonly Driver[]): {
  readonly driver: Driver
  readonly containers: Containers
} {
  for (const driver of drivers) if (driver.containers) return { driver, containers: driver.containers }
  throw new EngineError('unsupported', 'isoscope', 'No engine here makes containers.')
}

/** With the canonical form of each path: whoever exchanges a link later mounts nothing else. Throws `bad_input`. */
export function admitMounts(gate: CommandGate, spec: ContainerSpec): ContainerSpec {
  const mounts = spec.mounts.map((mount) => {
    if (mount.kind === 'volume') return mount
    const source = resolveInApproved(gate, mount.source)
    if (source !== null) return { ...mount, source }
    throw new EngineError('bad_input', 'isoscope', `${mount.source} is below no folder that was approved.`, {
      remedy: { text: 'Approve one when the app is started', command: 'isoscope serve --allow-commands --root DIR' },
    })
  })
  return { ...spec, mounts }
}

/** `web-1`, `web-2` and so on; one alone has the name as it is. */
export function listOrders({ spec, name, count }: RunRequest): readonly RunOrder[] {
  if (count === 1) return [{ spec, name }]
  return Array.from({ length: count }, (_, index) => ({ spec, name: name === null ? null : `${name}-${index + 1}` }))
}

/** What one fails at leaves the others as asked. Where all fail, or it is cancelled, the first error is the whole's. */
async function runAll(
  driver: Driver,
  containers: Containers,
  orders: readonly RunOrder[],
  { onProgress, signal }: TaskTelling,
): Promise<RunOutcome[]> {
  const outcomes: RunOutcome[] = []
  let first: EngineError | undefined
  const tell = (done: number) =>
    onProgress({ step: 'starting', amount: `${done} of ${orders.length}`, share: done / orders.length })
  tell(0)
  await forEachOf([...orders.entries()], atOnce, async ([index, order]) => {
    throwIfAborted(signal, driver.technology)
    try {
      const instance = await containers.run(order, signal)
      outcomes[index] = { name: instance.name, instance, error: null }
    } catch (cause) {
      throwIfAborted(signal, driver.technology)
      const error = toEngineError(cause, driver.technology)
      first ??= error
      outcomes[index] = { name: order.name ?? `container ${index + 1}`, instance: null, error: error.toData() }
    }
    tell(outcomes.filter((outcome) => outcome !== undefined).length)
  })
  if (first !== undefined && outcomes.every(({ instance }) => instance === null)) throw first
  return outcomes
}
