import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type { Absent } from '../absent.ts'
import type { LaunchedInstance, MonotonicNs, Phase } from '../contender.ts'
import type { Ledger } from '../ledger.ts'
import { type ProbeOutput, readProbeOutput } from '../probeOutput.ts'
import type { DockerClient } from './client.ts'
import { attachContainer, type ContainerSpec, describeExit, inspectContainer, startContainer } from './container.ts'
import { createFrameDecoder } from './frames.ts'
import { createContainerInstance } from './instance.ts'
import type { NetworkEvents } from './networkEvents.ts'
import { recordRunContainer } from './runContainer.ts'

export interface LaunchTools {
  readonly client: DockerClient
  readonly ledger: Ledger
  readonly events: NetworkEvents
}

/** When each boundary was seen; monotonic nanoseconds. */
export interface LaunchMarks {
  readonly orderedAt: MonotonicNs
  readonly createdAt: MonotonicNs
  readonly attachedAt: MonotonicNs
  readonly startOrderedAt: MonotonicNs
  /** undefined when the engine's event was not seen. */
  readonly connectedAt: MonotonicNs | undefined
  readonly readyAt: MonotonicNs
}

/**
 * create → attach → start → first byte. Attached before the start, so that the first byte cannot be missed; it comes
 * before the answer to the start does. When it rejects nothing is left, or the ledger row is where the daemon is dead.
 */
export async function launchContainer(
  tools: LaunchTools,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  const { client, ledger, events } = tools
  throwIfAborted(signal, 'docker')
  const container = recordRunContainer(client, ledger, spec)
  let output: ProbeOutput | undefined
  let id = ''
  try {
    const orderedAt = monotonicNs()
    id = await container.create(signal)
    const createdAt = monotonicNs()
    throwIfAborted(signal, 'docker')
    const stream = await attachContainer(client, id, signal)
    const attachedAt = monotonicNs()
    output = readProbeOutput(stream, {
      engine: 'docker',
      decode: createFrameDecoder(),
      describeEnd: () => describeEnd(client, id, () => output?.lastOutput() ?? ''),
    })
    const startOrderedAt = monotonicNs()
    const started = startContainer(client, id, signal)
    const readyAt = await waitForStart(output, started, signal)
    const connectedAt = events.connectedAt(id)
    const marks = { orderedAt, createdAt, attachedAt, startOrderedAt, connectedAt, readyAt }
    events.forget(id)
    return createContainerInstance(
      client,
      { id, container, output },
      nsToMs(readyAt - orderedAt),
      describePhases(marks),
    )
  } catch (error) {
    output?.close()
    events.forget(id)
    // The first error is the one to tell. When the removal fails too, the row stays and a sweep will do it.
    await container.remove().catch(() => undefined)
    throw error
  }
}

/** The error of a start that failed goes before "it ended without READY", which follows from it. */
async function waitForStart(output: ProbeOutput, started: Promise<void>, signal: AbortSignal): Promise<MonotonicNs> {
  const failedStart = started.then(() => new Promise<never>(() => undefined))
  try {
    const readyAt = await Promise.race([output.waitForReady(signal), failedStart])
    await started
    return readyAt
  } catch (error) {
    if (!signal.aborted) await started
    throw error
  }
}

/** Each from its own two marks. What they leave of the whole is for the reader to see. */
export function describePhases(marks: LaunchMarks): readonly Phase[] {
  const { orderedAt, createdAt, attachedAt, startOrderedAt, connectedAt, readyAt } = marks
  const network = connectedAt === undefined || connectedAt > readyAt ? whyUnseen(connectedAt) : connectedAt
  return [
    { name: 'create', duration: nsToMs(createdAt - orderedAt) },
    { name: 'attach', duration: nsToMs(attachedAt - createdAt) },
    { name: 'network', duration: typeof network === 'number' ? nsToMs(network - startOrderedAt) : network },
    { name: 'runtime', duration: typeof network === 'number' ? nsToMs(readyAt - network) : network },
  ]
}

function whyUnseen(connectedAt: MonotonicNs | undefined): Absent {
  return {
    absent:
      connectedAt === undefined
        ? 'the engine did not report when the network was connected'
        : 'the report that the network was connected came after the first byte',
  }
}

/** Why a container's output has ended: how it ended, or that the daemon is gone. */
export async function describeEnd(client: DockerClient, id: string, lastOutput: () => string): Promise<Error> {
  const { State: state } = await inspectContainer(client, id)
  // The connection can be cut while the container runs on: a daemon that was restarted with live-restore.
  if (state.Running)
    return new EngineError('engine_failed', 'docker', 'Docker closed the container’s output while it ran.')
  const message = `The program in the container ended before it had answered: ${describeExit(state)}.`
  const detail = lastOutput()
  return new EngineError('engine_failed', 'docker', message, detail === '' ? {} : { detail })
}
