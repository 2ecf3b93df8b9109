import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type { Execution } from '../contender.ts'
import type { DockerClient } from './client.ts'
import { type CommandOutput, readCommandOutput } from './commandOutput.ts'
import { buildDirectoryMount } from './commandPlace.ts'
import { attachContainer, type ContainerSpec, startContainer, waitForContainer, waitForNextExit } from './container.ts'
import type { LaunchTools } from './launch.ts'
import { recordRunContainer } from './runContainer.ts'

/** What is still on the way when the engine says that the container has ended. */
const restDeadlineMs = 2_000

/**
 * A container for one command. The probe is its first process: it starts the command, without a shell, and says what it
 * cost. PATH is the image's own, or the engine's default: where its programs are is a part of what an image is.
 */
export function buildCommandSpec(base: ContainerSpec, directory: string, argv: readonly string[]): ContainerSpec {
  const { PATH: _, ...variables } = base.variables
  return {
    ...base,
    program: '/probe',
    args: ['run', '--', ...argv],
    variables,
    workingDirectory: directory,
    hostConfig: { ...base.hostConfig, Mounts: [buildDirectoryMount(directory)] },
  }
}

/**
 * create → attach → start → the engine says that it has ended. The container is removed in any case, and with it all that
 * the command left running.
 */
export async function executeInContainer(
  { client, ledger, events }: LaunchTools,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<Execution> {
  throwIfAborted(signal, 'docker')
  const container = recordRunContainer(client, ledger, spec)
  const settled = new AbortController()
  let output: CommandOutput | undefined
  let id = ''
  try {
    const orderedAt = monotonicNs()
    id = await container.create(signal)
    throwIfAborted(signal, 'docker')
    output = readCommandOutput(await attachContainer(client, id, signal))
    const end = waitForEnd(client, id, output, AbortSignal.any([signal, settled.signal]))
    // Where the start fails as well, that is what is told.
    end.catch(() => undefined)
    await startContainer(client, id, signal)
    const { at, exitCode } = await end
    await Promise.race([output.ended, sleep(restDeadlineMs, undefined, { signal }).catch(() => undefined)])
    throwIfAborted(signal, 'docker')
    return { duration: nsToMs(at - orderedAt), exitCode, ...describeOutput(spec, output) }
  } finally {
    settled.abort()
    output?.close()
    events.forget(id)
    // What is to be told is the result or the first error. When the removal fails, the row stays and a sweep will do it.
    await container.remove().catch(() => undefined)
  }
}

/**
 * The order to tell the end is given before the start, so that its answer needs no further round trip. The output's end
 * asks once more: a command could have ended before the order has arrived, and Podman looks every 250 ms only.
 */
async function waitForEnd(client: DockerClient, id: string, output: CommandOutput, signal: AbortSignal) {
  const waits = [waitForNextExit(client, id, signal), output.ended.then(() => waitForContainer(client, id, signal))]
  for (const wait of waits) wait.catch(() => undefined)
  const exitCode = await Promise.race(waits)
  return { at: monotonicNs(), exitCode }
}

function describeOutput(spec: ContainerSpec, output: CommandOutput): Pick<Execution, 'cpuSeconds' | 'output'> {
  const report = output.report()
  if (report?.kind === 'failed') {
    const program = spec.args[spec.args.indexOf('--') + 1]
    throw new EngineError('engine_failed', 'docker', `${program} could not be started: ${report.message}.`, {
      remedy: { text: 'Name a program that is in the image, or one in the directory by its path' },
    })
  }
  return {
    cpuSeconds: report?.cpuSeconds ?? { absent: 'the container was ended before it could say' },
    output: output.lastOutput(),
  }
}
