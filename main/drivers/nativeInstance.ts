import { cancelled, EngineError } from '../model/engineError.ts'
import { readKernelLimits } from '../os/kernelLimits.ts'
import { endProgram, type LaunchedProgram, type LaunchOptions, launchProgram } from '../os/launcher.ts'
import { monotonicNs, nsToMs } from '../os/monotonic.ts'
import { listDescendants, readProcessMemory } from '../os/proc.ts'
import type { Absent } from './absent.ts'
import type { DensityLimit, LaunchedInstance, MemoryReading, MonotonicNs, Phase, StopTime } from './contender.ts'

/** How long an orderly stop may take before it is forced: what Docker allows too. */
export const stopGraceMs = 10_000

export interface LaunchMarks {
  readonly spawnedAt: number
  readonly firstByteAt: number
  readonly readyAt: number
}

export interface NativeInstanceOptions {
  /** Orders the orderly stop; SIGTERM when not given. */
  readonly orderStop?: (program: LaunchedProgram, signal: AbortSignal) => Promise<void>
  readonly readPhases?: (program: LaunchedProgram, marks: LaunchMarks, signal: AbortSignal) => Promise<readonly Phase[]>
  /** Gives what it is started for to a program that waits for it; READY comes after. */
  readonly orderStart?: (program: LaunchedProgram, signal: AbortSignal) => Promise<void>
  /** After this a program that has not said READY never will; without it only the caller's signal ends the wait. */
  readonly deadlineMs?: number
  /** When it was ordered to create what the program needs; its start when not given. */
  readonly orderedAt?: MonotonicNs
  /** How long its orderly stop may take; `stopGraceMs` when not given. */
  readonly graceMs?: number
  /** Called once, after the program is gone. */
  readonly onRemove?: () => Promise<void>
}

/** Starts a program through the launcher and waits for its READY: the instance of host, venv and QEMU. */
export async function launchNativeInstance(
  launch: LaunchOptions,
  signal: AbortSignal,
  options: NativeInstanceOptions = {},
): Promise<LaunchedInstance> {
  const { deadlineMs, readPhases, orderStart } = options
  const deadline = deadlineMs === undefined ? signal : AbortSignal.timeout(deadlineMs)
  const failed = new AbortController()
  const bounded = AbortSignal.any([signal, deadline, failed.signal])
  let program: LaunchedProgram | undefined
  try {
    program = await launchProgram(launch, bounded)
    // Both at once: one that ends early says why, and is not waited for to take its order.
    const [marker] = await Promise.all([program.waitForMarker(bounded), orderStart?.(program, bounded)])
    const marks = { spawnedAt: program.spawnedAt, firstByteAt: marker.firstByteAt, readyAt: marker.at }
    const phases = (await readPhases?.(program, marks, bounded)) ?? []
    return toInstance(
      program,
      launch.engine,
      nsToMs(marker.at - (options.orderedAt ?? program.spawnedAt)),
      phases,
      options,
    )
  } catch (error) {
    failed.abort()
    if (program) await endProgram(program)
    await options.onRemove?.()
    if (signal.aborted || !deadline.aborted) throw error
    throw new EngineError('timeout', launch.engine, `It was not ready within ${(deadlineMs ?? 0) / 1000} s.`)
  }
}

function toInstance(
  program: LaunchedProgram,
  engine: string,
  startup: number,
  phases: readonly Phase[],
  options: NativeInstanceOptions,
): LaunchedInstance {
  let removed: Promise<void> | undefined
  return {
    startup,
    phases,
    waitForReports: async (mode, signal) => {
      const lines = await program.waitForLine((line) => line.isoscope === 'done' && line.mode === mode, signal)
      return lines.map(({ at, cpu, line }) => ({ at, hypervisorCpuNs: cpu, line }))
    },
    memory: async () => readTreeMemory(program.pid),
    hostProcess: async () => program.pid,
    waitForExit: async (signal) => (await program.waitForExit(signal)).code,
    stop: (signal) => stopProgram(program, engine, options, signal),
    kill: async (signal) => {
      const orderedAt = monotonicNs()
      program.sendSignal('SIGKILL')
      const exit = await program.waitForExit(signal)
      return { duration: nsToMs(exit.at - orderedAt), graceExceeded: false }
    },
    remove: () => {
      removed ??= endProgram(program).then(() => options.onRemove?.())
      return removed
    },
  }
}

async function sendTerm(program: LaunchedProgram): Promise<void> {
  program.sendSignal('SIGTERM')
}

async function stopProgram(
  program: LaunchedProgram,
  engine: string,
  { orderStop = sendTerm, graceMs = stopGraceMs }: NativeInstanceOptions,
  signal: AbortSignal,
): Promise<StopTime> {
  const orderedAt = monotonicNs()
  const grace = AbortSignal.timeout(graceMs)
  const bounded = AbortSignal.any([signal, grace])
  try {
    const [exit] = await Promise.all([program.waitForExit(bounded), orderStop(program, bounded)])
    return { duration: nsToMs(exit.at - orderedAt), graceExceeded: false }
  } catch (error) {
    if (signal.aborted) throw cancelled(engine)
    if (!grace.aborted) throw error
    await endProgram(program)
    return { duration: nsToMs(monotonicNs() - orderedAt), graceExceeded: true }
  }
}

/** What programs use up. Each has a launcher beside it here, a process of one thread, which is no part of the program. */
export function readNativeLimits(): readonly DensityLimit[] {
  return readKernelLimits().map((limit) => (limit.counts === 'tasks' ? { ...limit, launcher: 1 } : limit))
}

/** Memory of a process and everything below it. */
export function readTreeMemory(pid: number): MemoryReading | Absent {
  return sumMemory([pid, ...listDescendants(pid)])
}

/** Processes that end meanwhile are left out; none left to read is an answer with its reason. */
export function sumMemory(pids: readonly number[]): MemoryReading | Absent {
  const readings = pids.map(readProcessMemory).filter((reading) => reading !== null)
  if (readings.length === 0) return { absent: 'the memory of its processes cannot be read here' }
  return {
    pss: readings.reduce((sum, { pss }) => sum + pss, 0),
    uss: readings.reduce((sum, { uss }) => sum + uss, 0),
  }
}
