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
import { type GuestConsole, openGuestConsole } from './guestConsole.ts'
import { createGuestMachine, type GuestMachine } from './guestMachine.ts'
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
  const failed = new AbortController()
  const deadline = AbortSignal.timeout(deadlineMs)
  const bounded = AbortSignal.any([signal, deadline, failed.signal])
  const draft = await recordMachine(place)
  try {
    return await startGuest({ deps: place.deps, draft, image, order }, bounded)
  } catch (error) {
    failed.abort()
    // The first error is the one to tell. When the removal fails too, the row stays and a sweep will do it.
    await draft.remove().catch(() => undefined)
    if (signal.aborted) throw cancelled('virtualbox')
    if (!deadline.aborted) throw error
    throw new EngineError('timeout', 'virtualbox', `It was not ready within ${deadlineMs / 1000} s.`)
  }
}

/** A machine that is in the ledger and does not exist yet. */
interface MachineDraft extends Pick<GuestMachine, 'uuid' | 'name' | 'folder' | 'consoleSocket'> {
  readonly guestConsole: GuestConsole
  /** Where VirtualBox has put its files, once it has. */
  files: string | undefined
  /** The order to start it, where that was given; nobody may wait for it any more. */
  started: Promise<void> | undefined
  /** Removes whatever there is of it, in any state. Idempotent. */
  readonly remove: () => Promise<void>
}

async function recordMachine({ deps, folder, nextName, onRemove }: LaunchPlace): Promise<MachineDraft> {
  const [uuid, name] = [randomUUID(), nextName()]
  const consoleSocket = join(folder, `${name}.sock`)
  const guestConsole = await openGuestConsole(consoleSocket)
  const row = deps.ledger.record({ technology: 'virtualbox', kind: 'machine', ref: uuid, lifetime: 'run' })
  let removed: Promise<void> | undefined
  const removeAll = async () => {
    await guestConsole.close()
    // Its program has ended by then, so no start is ordered any more.
    await draft.started?.catch(() => undefined)
    if (draft.files !== undefined) {
      onRemove((await measureAllocated(draft.files).catch(() => ({ unique: 0 }))).unique)
    }
    await removeRunMachine(deps, uuid)
    deps.ledger.clear(row.id)
  }
  const draft: MachineDraft = {
    uuid,
    name,
    folder,
    consoleSocket,
    guestConsole,
    files: undefined,
    started: undefined,
    remove: () => {
      removed ??= removeAll().catch((error: unknown) => {
        removed = undefined
        throw error
      })
      return removed
    },
  }
  return draft
}

interface GuestStart {
  readonly deps: DriverDeps
  readonly draft: MachineDraft
  readonly image: string
  /** What the guest is told. */
  readonly order: string
}

async function startGuest({ deps, draft, image, order }: GuestStart, signal: AbortSignal): Promise<LaunchedInstance> {
  const { uuid, remove } = draft
  const orderedAt = monotonicNs()
  draft.files = await createGuestMachine(deps, { ...draft, image }, signal)
  const startOrderedAt = monotonicNs()
  const started = startMachine(deps, uuid, 'headless', signal)
  draft.started = started
  const process = rememberProcess(uuid)
  // A start that fails goes before a guest that says nothing, which follows from it.
  const failure = started.then(() => new Promise<never>(() => undefined))
  const answer = await Promise.race([orderProgram(draft.guestConsole, order, process, signal), failure])
  await started
  const { output, readyAt, guest } = answer
  const firstByteAt = output.firstByteAt() ?? readyAt
  const startup = nsToMs(readyAt - orderedAt)
  const phases = listMachinePhases({ orderedAt, startOrderedAt, firstByteAt, readyAt, guest })
  return createMachineInstance({ deps, uuid, output, process, remove, startup, phases })
}

/** Waits for the guest to say that it waits, tells it its program, and waits for READY. */
async function orderProgram(
  guestConsole: GuestConsole,
  order: string,
  process: () => ProcessIdentity | null,
  signal: AbortSignal,
) {
  const socket = await guestConsole.waitForMachine(signal)
  const output: ProbeOutput = readProbeOutput(socket, {
    engine: 'virtualbox',
    decode: (data) => [{ stream: 'stdout', data }],
    isConsole: true,
    readHypervisorCpu: () => readCpu(process()),
    describeEnd: async () => describeEnd(output.lastOutput()),
  })
  await output.waitForLine((line) => line.isoscope === 'waiting', signal)
  socket.write(order)
  const readyAt = await output.waitForReady(signal)
  return { output, readyAt, guest: parseGuestTimes(await output.waitForReadyLine(signal)) }
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
