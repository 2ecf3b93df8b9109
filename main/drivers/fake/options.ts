import type { ContenderId, Technology } from '../../contract/technology.ts'
import type { EngineError } from '../../model/engineError.ts'
import type { DiskUse, Milliseconds } from '../contender.ts'

/** What takes an invented time. `create` and `power` are of kept instances, the others of a run's. */
export const fakeSteps = [
  'detect',
  'create',
  'power',
  'prepare',
  'startup',
  'startup_python',
  'memory',
  'kernel',
  'command',
  'stop',
  'kill',
  'remove',
  'dispose',
  'deploy_uncached',
  'deploy_cached',
  'deploy_changed',
  'artifact',
  'platforms',
  'roundtrip',
] as const
export type FakeStep = (typeof fakeSteps)[number]

/** A log-normal time: half of all are below the median; `spread` is the standard deviation of the logarithm. */
export interface FakeTiming {
  readonly median: Milliseconds
  readonly spread: number
}

export interface FakeFailure {
  readonly step: FakeStep
  /** Every contender of the driver when not given. */
  readonly contender?: ContenderId
  /** The contender's own round, 0 the warm-up; every round when not given. Not for `prepare` and `dispose`, which have none. */
  readonly round?: number
  /** `hangs`: the step never ends, unless it is aborted and can be. */
  readonly how: 'fails' | 'hangs'
  readonly error?: EngineError
}

export interface FakeContenderOptions {
  readonly id: ContenderId
  readonly title: string
  readonly timings?: Partial<Readonly<Record<FakeStep, FakeTiming>>>
  readonly labels?: Readonly<Record<string, string>>
  /** Share of the start-up that each phase takes. */
  readonly phases?: Readonly<Record<string, number>>
  /** Bytes. */
  readonly memory?: number
  /** Bytes; absent when not given. */
  readonly fixedMemory?: number
  /** Absent when not given. */
  readonly disk?: DiskUse
  readonly hasPython?: boolean
  /** Where it says that a program inside may write; absent when not given. */
  readonly scratch?: string
  /** False: there is nothing to deploy or to send, as on the host. */
  readonly hasArtifact?: boolean
  /** What its Python shall report; the same invented ones for all when not given. */
  readonly pythonChecksums?: ReadonlyMap<string, string>
}

export interface FakeOptions {
  /** Whose place it takes. */
  readonly technology: Technology
  readonly title: string
  readonly contenders: readonly FakeContenderOptions[]
  /** 32 bits; 1 when not given. Each contender draws from its own numbers, so their order changes no value. */
  readonly seed?: number
  /** How much of an invented time really passes: 0, when not given, makes every step instant, 1 takes as long as it says. */
  readonly waiting?: number
  /** `ready` when not given; `silent` never answers. */
  readonly state?: 'ready' | 'missing' | 'broken' | 'silent'
  readonly failures?: readonly FakeFailure[]
  /** Asked at the start of each round of each contender; multiplies all times until the next one. */
  readonly drift?: () => number
  /** What the kernels of a mode shall report; invented ones when not given. */
  readonly checksums?: (scale: number, signal: AbortSignal, mode: string) => Promise<ReadonlyMap<string, string>>
}

export const defaultTimings: Readonly<Record<FakeStep, FakeTiming>> = {
  detect: { median: 20, spread: 0.1 },
  create: { median: 200, spread: 0.1 },
  power: { median: 100, spread: 0.1 },
  prepare: { median: 500, spread: 0.1 },
  startup: { median: 100, spread: 0.1 },
  startup_python: { median: 130, spread: 0.1 },
  memory: { median: 1, spread: 0.1 },
  kernel: { median: 300, spread: 0.02 },
  command: { median: 400, spread: 0.05 },
  stop: { median: 50, spread: 0.1 },
  kill: { median: 20, spread: 0.1 },
  remove: { median: 20, spread: 0.1 },
  dispose: { median: 50, spread: 0.1 },
  deploy_uncached: { median: 1000, spread: 0.1 },
  deploy_cached: { median: 100, spread: 0.1 },
  deploy_changed: { median: 150, spread: 0.1 },
  artifact: { median: 10, spread: 0.1 },
  platforms: { median: 10, spread: 0.1 },
  roundtrip: { median: 200, spread: 0.1 },
}

/** The kernels of the probe, with checksums that no machine computes. */
export const inventedChecksums: ReadonlyMap<string, string> = new Map(
  ['integer', 'double', 'matrix', 'sort', 'syscalls'].map((kernel) => [kernel, `invented-${kernel}`]),
)

/** What the Python program reports; no Python computes these. */
export const inventedPythonChecksums: ReadonlyMap<string, string> = new Map(
  ['numbers', 'objects', 'text', 'import'].map((kernel) => [kernel, `invented-${kernel}`]),
)
