import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { cancelled, EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { measureAllocated } from '../../../os/disk.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import type { ProcessIdentity } from '../../../os/processIdentity.ts'
import { readProcessUsage } from '../../../os/processUsage.ts'
import type { LaunchedInstance, Program, RunContext } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { parseGuestTimes } from '../../guest/bootPhases.ts'
import { buildOrder, toGuestArgs } from '../../guest/kernelCommandLine.ts'
import { type ProbeOutput, readProbeOutput } from '../../probeOutput.ts'
import { startMachine } from '../commands/startMachine.ts'
import { openGuestConsole } from './guestConsole.ts'
import { createGuestMachine } from './guestMachine.ts'
import { createMachineInstance } from './machineInstance.ts'
import { listMachinePhases } from './phases.ts'
import { findMachineProcess } from './processes.ts'
import { removeRunMachine } from './removeRunMachine.ts'

export const pythonAbsent = 'this guest has no Python'

/** A machine that has not answered by then never will. */
const deadlineMs = 120_000

export interface LaunchPlace {
  readonly deps: DriverDeps
  readonly run: RunContext
  /** Private folder of the run. */
  readonly folder: string
  /** A name for the next machine that no other of the run has. */
  nextName(): string
  /** Told what a machine's own files took on the disk, in bytes, right before they are removed. */
  readonly onRemove: (bytes: number) => void
}

/**
 * create → start → the guest says that it waits, and is told its program → READY. The ledger has its row before it exists.
 * When it rejects, nothing is left of it.
 */
export async function launchMachine(
  place: LaunchPlace,
  image: string,
  program: Program,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  if (program.kind === 'python') throw new EngineError('unsupported', 'virtualbox', `No: ${pythonAbsent}.`)
  const order = buildOrder(toGuestArgs(program.args))
  throwIfAborted(signal, 'virtualbox')
  const { deps, folder } = place
  const uuid = randomUUID()
  const name = place.nextName()
  const failed = new AbortController()
  const deadline = AbortSignal.timeout(deadlineMs)
  const bounded = AbortSignal.any([signal, deadline, failed.signal])
  const row = deps.ledger.record({ technology: 'virtualbox', kind: 'machine', ref: uuid, lifetime: 'run' })
  const consoleSocket = join(folder, `${name}.sock`)
  const guestConsole = await openGuestConsole(consoleSocket).catch((error: unknown) => {
    deps.ledger.clear(row.id)
    throw error
  })
  let made: string | undefined
  let removed: Promise<void> | undefined
  const removeAll = async () => {
    await guestConsole.close()
    if (made !== undefined) place.onRemove((await measureAllocated(made).catch(() => ({ unique: 0 }))).unique)
    await removeRunMachine(deps, uuid)
    deps.ledger.clear(row.id)
  }
  const remove = () => {
    removed ??= removeAll()
    return removed
  }
  try {
    const orderedAt = monotonicNs()
    made = await createGuestMachine(deps, { uuid, name, folder, image, consoleSocket }, bounded)
    const startOrderedAt = monotonicNs()
    const started = startMachine(deps, uuid, 'headless', bounded)
    const failure = started.then(() => new Promise<never>(() => undefined))
    const machine = rememberProcess(uuid)
    let output: ProbeOutput | undefined
    const answer = async () => {
      const socket = await guestConsole.waitForMachine(bounded)
      output = readProbeOutput(socket, {
        engine: 'virtualbox',
        decode: (data) => [{ stream: 'stdout', data }],
        isConsole: true,
        readHypervisorCpu: () => readCpu(machine()),
        describeEnd: async () => describeEnd(output?.lastOutput() ?? ''),
      })
      await output.waitForLine((line) => line.isoscope === 'waiting', bounded)
      socket.write(order)
      const readyAt = await output.waitForReady(bounded)
      return { readyAt, output, guest: parseGuestTimes(await output.waitForReadyLine(bounded)) }
    }
    const ready = await Promise.race([answer(), failure])
    await started
    const { readyAt, guest } = ready
    const firstByteAt = ready.output.firstByteAt() ?? readyAt
    return createMachineInstance({
      deps,
      uuid,
      output: ready.output,
      process: machine,
      remove,
      startup: nsToMs(readyAt - orderedAt),
      phases: listMachinePhases({ orderedAt, startOrderedAt, firstByteAt, readyAt, guest }),
    })
  } catch (error) {
    failed.abort()
    // The first error is the one to tell. When the removal fails too, the row stays and a sweep will do it.
    await remove().catch(() => undefined)
    if (signal.aborted) throw cancelled('virtualbox')
    if (!deadline.aborted) throw error
    throw new EngineError('timeout', 'virtualbox', `It was not ready within ${deadlineMs / 1000} s.`)
  }
}

/** Looked for when it is first asked for, and until it is there. */
function rememberProcess(uuid: string): () => ProcessIdentity | null {
  let found: ProcessIdentity | null = null
  return () => {
    found ??= findMachineProcess(uuid)
    return found
  }
}

/** In steps of 10 ms. */
function readCpu(identity: ProcessIdentity | null): number | null {
  return identity && (readProcessUsage(identity)?.cpuNs ?? null)
}

function describeEnd(detail: string): EngineError {
  const message = 'The machine ended before its guest had answered.'
  return new EngineError('engine_failed', 'virtualbox', message, detail === '' ? {} : { detail })
}
