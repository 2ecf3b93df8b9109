import type { CommandRequest } from '../contract/command.ts'
import type { Fact } from '../contract/metrics.ts'
import type { ContenderId, Technology } from '../contract/technology.ts'
import type { Absent } from './absent.ts'

/** Times are nanoseconds of this machine's monotonic clock, so that a driver, the launcher and the probe agree. */
export type MonotonicNs = number
export type Milliseconds = number

/** One technology with one configuration, as it takes part in comparisons. */
export interface Contender {
  readonly id: ContenderId
  readonly technology: Technology
  readonly title: string
  /**
   * Makes the artifact ready. Everything created is in the ledger before it exists. When it rejects or is aborted,
   * nothing is left. Rejects with EngineError; `not_installed`, `not_running` and `unsupported` mean the contender
   * is skipped, anything else that it failed.
   */
  prepare(run: RunContext, signal: AbortSignal): Promise<PreparedContender>
}

export interface RunContext {
  readonly runId: string
  /** The same for every contender; a contender adds only what its technology consists of (a venv its PATH). */
  readonly variables: Readonly<Record<string, string>>
  /** The user's own command, in a run of one: what `execute` will be asked for. */
  readonly command?: CommandRequest
  /** Tells people what is being done, for example `downloading the guest kernel`. */
  readonly onStep: (step: string) => void
}

export type Program =
  /** The probe with these arguments, for example `['ready']`. */
  | { readonly kind: 'probe'; readonly args: readonly string[] }
  /** The contender's own Python with these arguments. */
  | { readonly kind: 'python'; readonly args: readonly string[] }

export interface PreparedContender {
  /** What its figures depend on: accelerator, memory, interpreter version. */
  readonly labels: Readonly<Record<string, string>>
  /** Why the contender has no Python of its own, or null when it has. */
  readonly pythonAbsent: string | null
  /** Whose CPU time a workload's work is: the program's own, or the hypervisor process that emulates it. */
  readonly cpuClock: 'program' | 'hypervisor'
  /**
   * create → start → first byte of `ISOSCOPE READY`. When it rejects or is aborted, nothing is left of the instance.
   */
  launch(program: Program, signal: AbortSignal): Promise<LaunchedInstance>
  /**
   * Runs a command of the user's to its end, in the run's directory. Rejects when it could not be started; whatever its
   * exit code, it was executed. Nothing it started runs any more when this resolves, rejects or is aborted.
   */
  readonly execute: Absent | ((argv: readonly string[], signal: AbortSignal) => Promise<Execution>)
  /** PSS of what runs once whatever the number of instances; absent where nothing does. */
  readonly fixedMemory: Absent | (() => Promise<MemoryReading | Absent>)
  /** Disk of the artifact and one instance. Called while no instance runs. */
  readonly disk: Absent | ((signal: AbortSignal) => Promise<DiskUse | Absent>)
  /** Where a program inside may write files that are removed with the instance or the run, on what is the contender's disk. */
  readonly scratch?: Absent | Scratch
  /** How its artifact comes to be, is sent to somebody else and comes back; absent where there is no artifact. */
  readonly deployment: Absent | Deployment
  /** What ends the row of further instances before memory does. Empty where nothing is known. */
  readonly densityLimits?: (signal: AbortSignal) => Promise<readonly DensityLimit[]>
  /** Digests of what its figures depend on, such as `image` and `kernel`: `sha256:…`. */
  readonly digests?: Readonly<Record<string, string>>
  /** Removes the artifact made for the run. Idempotent; MUST be called, also after a failure. */
  dispose(): Promise<void>
}

/**
 * The artifact's way from its definition to a user and to a colleague. Whatever a call makes is in the ledger while it
 * exists, and gone when the call ends, also when it fails or is aborted: the artifact of the run itself is not touched.
 * Never prunes or changes a cache of the user's. Called while no instance runs. Each rejects with EngineError.
 */
export interface Deployment {
  /** What a user does and types, in order, from a machine without the engine to a running instance. */
  readonly steps: readonly UserStep[]
  /** One repetition: from the definition to a ready artifact with empty caches, then again with what that has filled them with. */
  deploy(signal: AbortSignal): Promise<DeployTimes>
  /** What a colleague must be sent. */
  artifact(signal: AbortSignal): Promise<ArtifactSize | Absent>
  /** What the artifact runs on, read from the artifact itself. The first fact is the answer in a few words. */
  platforms(signal: AbortSignal): Promise<readonly Fact[] | Absent>
  /** Export, import into an empty place on this machine, and run there: is it the same? */
  roundtrip(signal: AbortSignal): Promise<Roundtrip | Absent>
}

/** A folder as a program inside the instance sees it. */
export interface Scratch {
  readonly path: string
}

export interface UserStep {
  /** What it is for, such as `install the engine`. */
  readonly does: string
  /** What is typed or written. */
  readonly types: string
  /** `machine`: once on a machine, however many artifacts follow. `artifact`: for each. */
  readonly once: 'machine' | 'artifact'
}

export interface DeployTimes {
  /** Caches of our own, empty at the beginning. */
  readonly uncached: Milliseconds | Absent
  /** The same caches as the uncached one has left them. */
  readonly cached: Milliseconds | Absent
  /** The same caches once more, after a change of the topmost layer. Not there where what is deployed has no layers. */
  readonly changed?: Milliseconds | Absent
  /** What is in the times and what is not. */
  readonly note: string
}

export interface ArtifactSize {
  readonly bytes: number
  /** What the bytes are. */
  readonly note: string
}

export interface Roundtrip {
  readonly same: boolean
  /** What was compared, and how it differs where it does. */
  readonly evidence: string
  readonly exportTime: Milliseconds
  readonly importTime: Milliseconds
}

/** Something that instances use up, such as ports of a bridge: how much there is, and how much is in use by anybody. */
export interface DensityLimit {
  /** What it is and where it was read. */
  readonly name: string
  readonly capacity: number
  readonly used: number
  /** Of what an instance takes, the share of our own launcher; 0 when not given. */
  readonly launcher?: number
}

export interface LaunchedInstance {
  /** From the order to create to the first byte of READY at this machine's measuring process. */
  readonly startup: Milliseconds
  /** Boundaries seen independently of each other, in order; a phase that cannot be seen says why. */
  readonly phases: readonly Phase[]
  /** Resolves with all report lines once the probe's `done` line of `mode` has come; rejects when it ends before. */
  waitForReports(mode: string, signal: AbortSignal): Promise<readonly ReportLine[]>
  /** Memory of every process that exists because of the instance. */
  memory(): Promise<MemoryReading | Absent>
  /** The process on this machine that the instance's program is or runs in: what the host's /proc says of it is true of the instance. */
  hostProcess(): Promise<number | Absent>
  /** Resolves when a program that ends by itself has ended, with its exit code where the engine tells it. */
  waitForExit(signal: AbortSignal): Promise<number | null>
  /** Orderly stop, until the engine says it is gone. */
  stop(signal: AbortSignal): Promise<StopTime>
  /** Forced stop, until the engine says it is gone. */
  kill(signal: AbortSignal): Promise<StopTime>
  /** Removes whatever is left, in any state. Idempotent; MUST be called, also after stop, kill and exit. */
  remove(): Promise<void>
}

export interface Execution {
  /** From the order to create an instance to the end of the command, as this machine's clock has it. */
  readonly duration: Milliseconds
  /** 128 + the signal's number where a signal ended it. */
  readonly exitCode: number
  /** CPU seconds of the command and all it waited for; for a virtual machine, of the hypervisor's process. */
  readonly cpuSeconds: number | Absent
  /** The last lines it wrote, for an error's detail. */
  readonly output: string
}

export interface Phase {
  readonly name: string
  readonly duration: Milliseconds | Absent
}

export interface StopTime {
  readonly duration: Milliseconds
  /** True when the orderly stop ran into its grace period; such a time is never averaged in. */
  readonly graceExceeded: boolean
}

/** A line the probe wrote, with when it was read and, for a hypervisor, the process's CPU time then. */
export interface ReportLine {
  readonly at: MonotonicNs
  readonly hypervisorCpuNs: number | null
  readonly line: Readonly<Record<string, unknown>>
}

export interface MemoryReading {
  /** Proportional set size in bytes. */
  readonly pss: number
  /** Unique set size in bytes. */
  readonly uss: number
}

/** Allocated bytes. `unique` returns to the disk when the contender is removed; `shared` others use too. */
export interface DiskUse {
  readonly unique: number
  readonly shared: number
  /** Words that belong to the figure. */
  readonly note?: string
}
