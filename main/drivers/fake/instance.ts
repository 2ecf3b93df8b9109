import { EngineError } from '../../model/engineError.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import type { Execution, LaunchedInstance, MemoryReading, Program, ReportLine, StopTime } from '../contender.ts'
import { readPythonMode } from '../python/program.ts'
import { type FakeClock, waitForAbort } from './clock.ts'
import { type FakeContenderOptions, type FakeOptions, inventedChecksums, inventedPythonChecksums } from './options.ts'
import type { FakeWorld } from './world.ts'

interface FakeLaunch {
  readonly options: FakeOptions
  readonly contender: FakeContenderOptions
  readonly world: FakeWorld
  readonly clock: FakeClock
  readonly program: Program
}

/** `exit N` ends with that code; every other command succeeds. */
export async function executeFake(
  { clock, options, world }: Omit<FakeLaunch, 'program'>,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<Execution> {
  clock.beginRound()
  const row = world.make('container', `fake-container-${world.next()}`, 'run')
  try {
    const duration = await clock.pass('command', signal)
    const exitCode = argv[0] === 'exit' ? Number(argv[1]) : 0
    return { duration, exitCode, cpuSeconds: duration / 1000, output: `${options.title} ran ${argv.join(' ')}` }
  } finally {
    world.unmake(row)
  }
}

const workModes: ReadonlySet<string> = new Set(['cpu', 'memory', 'spawn', 'disk'])

/** Behaves like an instance of the probe's: `ready` waits, `cpu` and the others work, a Python ends by itself unless it is our program's. */
export async function launchFakeInstance(launch: FakeLaunch, signal: AbortSignal): Promise<LaunchedInstance> {
  const { contender, world, clock, program } = launch
  const { technology } = launch.options
  const [mode = ''] = program.args
  // A calibration starts the probe with further arguments, and belongs to no round.
  if (program.kind === 'probe' && mode === 'ready' && program.args.length === 1) clock.beginRound()
  const row = world.make('container', `fake-container-${world.next()}`, 'run')
  let startup: number
  try {
    startup = await clock.pass(program.kind === 'python' ? 'startup_python' : 'startup', signal)
    if (program.kind === 'probe' && mode !== 'ready' && !workModes.has(mode)) {
      throw new EngineError('engine_failed', technology, 'The program ended before it had answered.')
    }
  } catch (error) {
    world.unmake(row)
    throw error
  }
  const pythonMode = program.kind === 'python' ? readPythonMode(program.args) : null
  let ended = program.kind === 'python' && pythonMode === null
  const exit = Promise.withResolvers<number | null>()
  if (ended) exit.resolve(0)
  const end = async (step: 'stop' | 'kill', signal: AbortSignal): Promise<StopTime> => {
    const duration = await clock.pass(step, signal)
    ended = true
    exit.resolve(step === 'stop' ? 0 : null)
    return { duration, graceExceeded: false }
  }
  return {
    startup,
    phases: Object.entries(contender.phases ?? {}).map(([name, share]) => ({ name, duration: startup * share })),
    waitForReports: async (wanted, signal) => {
      if (wanted === mode && workModes.has(mode) && !ended) return reportWork(launch, mode, signal)
      if (wanted === 'python' && pythonMode === 'work' && !ended) {
        const checksums = contender.pythonChecksums ?? inventedPythonChecksums
        return reportKernels(launch, { mode: 'python', checksums, scale: 1 }, signal)
      }
      // What never comes is waited for until the program ends.
      await Promise.race([waitForAbort(technology, signal), exit.promise])
      throw new EngineError('engine_failed', technology, `The program ended without reporting ${wanted}.`)
    },
    memory: async () => {
      await clock.pass('memory')
      return toReading(contender.memory ?? 2 ** 20)
    },
    hostProcess: async () => ({ absent: 'an invented engine has no processes' }),
    waitForExit: (signal) => Promise.race([waitForAbort(technology, signal), exit.promise]),
    stop: (signal) => end('stop', signal),
    kill: (signal) => end('kill', signal),
    remove: async () => {
      if (!world.things.has(row.ref)) return
      await clock.pass('remove')
      ended = true
      exit.resolve(null)
      world.unmake(row)
    },
  }
}

async function reportWork(launch: FakeLaunch, mode: string, signal: AbortSignal): Promise<readonly ReportLine[]> {
  const { args } = launch.program
  const scale = Number(args[args.indexOf('--scale') + 1] ?? 1) || 1
  const checksums = (await launch.options.checksums?.(scale, signal, mode)) ?? inventedChecksums
  return reportKernels(launch, { mode, checksums, scale }, signal)
}

interface Work {
  readonly mode: string
  readonly checksums: ReadonlyMap<string, string>
  readonly scale: number
}

/** The lines that a mode of the probe's prints which does fixed work, and the Python program. */
async function reportKernels(
  { clock }: FakeLaunch,
  { mode, checksums, scale }: Work,
  signal: AbortSignal,
): Promise<readonly ReportLine[]> {
  const lines: ReportLine[] = []
  const say = (line: ReportLine['line']) => lines.push({ at: monotonicNs(), hypervisorCpuNs: null, line })
  for (const [kernel, checksum] of checksums) {
    const start = monotonicNs()
    say({ isoscope: 'begin', kernel })
    const used = (await clock.pass('kernel', signal)) * scale * 1e6
    const times = { start_ns: start, end_ns: start + used, user_ns: used, system_ns: 0 }
    say({ isoscope: 'result', mode, kernel, ...times, work: 1, checksum })
  }
  say({ isoscope: 'done', mode })
  return lines
}

export function toReading(bytes: number): MemoryReading {
  return { pss: bytes, uss: bytes }
}
