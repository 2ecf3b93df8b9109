import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type { LaunchedInstance, Milliseconds, Phase, StopTime } from '../contender.ts'
import type { ProbeOutput } from '../probeOutput.ts'
import type { DockerClient } from './client.ts'
import { inspectContainer, killContainer, stopContainer, waitForContainer } from './container.ts'
import { findHostProcess, readContainerMemory } from './memory.ts'
import type { RunContainer } from './runContainer.ts'

/** Seconds an orderly stop may take before Docker forces it: its own default. */
const graceSeconds = 10
/** 128 + SIGKILL: how a program that did not obey within the grace period ends. */
const killedExitCode = 137

interface ContainerHandle {
  readonly id: string
  readonly container: RunContainer
  readonly output: ProbeOutput
}

export function createContainerInstance(
  client: DockerClient,
  { id, container, output }: ContainerHandle,
  startup: Milliseconds,
  phases: readonly Phase[],
): LaunchedInstance {
  return {
    startup,
    phases,
    waitForReports: (mode, signal) =>
      output.waitForLine((line) => line.isoscope === 'done' && line.mode === mode, signal),
    memory: async () => {
      const { State: state } = await inspectContainer(client, id)
      return readContainerMemory(id, state.Running ? state.Pid : 0)
    },
    hostProcess: async () => {
      const { State: state } = await inspectContainer(client, id)
      return findHostProcess(id, state.Running ? state.Pid : 0)
    },
    waitForExit: (signal) => waitForContainer(client, id, signal),
    stop: async (signal) => {
      const send = () => stopContainer(client, id, graceSeconds, signal)
      const end = await timeEnd(client, id, { send, answersWhenGone: true }, signal)
      const graceExceeded = end.exitCode === killedExitCode && end.duration >= graceSeconds * 1000
      return { duration: end.duration, graceExceeded }
    },
    kill: async (signal): Promise<StopTime> => {
      const send = () => killContainer(client, id, signal)
      const end = await timeEnd(client, id, { send, answersWhenGone: false }, signal)
      return { duration: end.duration, graceExceeded: false }
    },
    remove: async () => {
      output.close()
      await container.remove()
    },
  }
}

/**
 * From the order until the engine says that it is gone, which is what `wait` says. Its request is sent before the
 * order, so that its answer needs no further round trip. An order that answers only when it is gone counts as well:
 * Podman looks for a `wait` every 250 ms only.
 */
async function timeEnd(
  client: DockerClient,
  id: string,
  order: { readonly send: () => Promise<void>; readonly answersWhenGone: boolean },
  signal: AbortSignal,
): Promise<{ readonly duration: Milliseconds; readonly exitCode: number }> {
  const waiting = waitForContainer(client, id, signal).then((exitCode) => ({ exitCode, at: monotonicNs() }))
  const orderedAt = monotonicNs()
  const ordered = order.send().then(() => (order.answersWhenGone ? monotonicNs() : Number.POSITIVE_INFINITY))
  const [gone, answeredAt] = await Promise.all([waiting, ordered])
  return { duration: nsToMs(Math.min(gone.at, answeredAt) - orderedAt), exitCode: gone.exitCode }
}
