import type { EngineStatus } from '../contract/engine.ts'
import type { Instance } from '../contract/instance.ts'
import type { Details, LogLine, LogRange } from '../contract/live.ts'
import type { Technology } from '../contract/technology.ts'
import type { Counters } from '../model/live/use.ts'
import type { Paths } from '../os/paths.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import type { ContainerChangeReader } from './containerChanges.ts'
import type { Containers } from './containers.ts'
import type { Contender } from './contender.ts'
import type { ContextChoice, EngineContexts } from './contexts.ts'
import type { DiskKeeper } from './diskUse.ts'
import type { Environments } from './environments.ts'
import type { Images } from './images.ts'
import type { ImageTransfer } from './imageTransfer.ts'
import type { HubConnections } from './jupyterhub/connections.ts'
import type { Ledger, LedgerRow, Owner } from './ledger.ts'
import type { Machines } from './machines.ts'
import type { Networks } from './networks.ts'
import type { OnProgress } from './onProgress.ts'
import type { Projects } from './projects.ts'
import type { Volumes } from './volumes.ts'

/**
 * The adapter to one engine. The core is small; an ability that an engine lacks is an absent member, so nothing
 * has to throw "not implemented" and the interface shows only what an engine can do.
 */
export interface Driver {
  readonly technology: Technology
  /** The name people know it by. */
  readonly title: string
  /** MUST NOT reject: a missing or broken engine is an answer, with the remedy. May be aborted. */
  detect(signal: AbortSignal): Promise<EngineStatus>
  /** What exists now, ours and the user's. Rejects with EngineError when the engine cannot be asked. */
  list(signal: AbortSignal): Promise<readonly Instance[]>
  /**
   * Says that what `list` and `images.list` answer may have changed. Returns when the signal aborts; rejects with EngineError
   * when the engine cannot be asked or goes away. Costs the engine nothing while nothing happens. The first one may come at
   * once and name nothing: it watches from then on, and what is listed after it is not out of date unnoticed.
   */
  readonly events?: (signal: AbortSignal) => AsyncIterable<EngineEvent>
  /** What these instances use now, of those that run. One that is gone is left out. Rejects when the engine cannot be asked. */
  readonly sample?: (ids: readonly string[], signal: AbortSignal) => Promise<readonly UsageReading[]>
  /** What costs too much to be sampled: PSS and disk of one instance. Rejects with `not_found`. */
  readonly details?: (id: string, signal: AbortSignal) => Promise<Details>
  readonly images?: Images
  /** Absent where images come from no registry. */
  readonly imageTransfer?: ImageTransfer
  readonly volumes?: Volumes
  readonly networks?: Networks
  readonly diskKeeper?: DiskKeeper
  readonly projects?: Projects
  readonly contexts?: EngineContexts
  readonly lifecycle?: Lifecycle
  /** Absent where its instances are not made of images. */
  readonly changes?: ContainerChangeReader
  /**
   * Program and arguments of a shell inside a running instance, for a terminal of the user's. Rejects with `not_found`, with
   * `unsupported` where it does not run or has no shell, and with `not_installed` where the program that enters is missing.
   */
  readonly enter?: (id: string, signal: AbortSignal) => Promise<readonly string[]>
  /** Absent where its instances are not made from images. */
  readonly containers?: Containers
  /** Absent where its instances are no virtual machines. */
  readonly machines?: Machines
  /** Environments of packages: made, filled, written to a file and made again from it. */
  readonly environments?: Environments
  /** How it takes part in a comparison; one entry per variant. */
  readonly contenders: readonly Contender[]
  /**
   * Removes what a ledger row of a dead process names, if it still exists and is ours by its own label.
   * MUST succeed when it is gone already. Rows of kind `folder` and `cgroup` never come here.
   */
  reclaim?(row: LedgerRow, signal: AbortSignal): Promise<void>
}

/**
 * Instances that a user makes and keeps. Each call rejects with EngineError: `bad_input` for a name the pattern
 * refuses, `name_taken`, `not_found`, `cancelled`. An aborted `create` leaves nothing behind.
 */
export interface Lifecycle {
  create(spec: InstanceSpec, signal: AbortSignal): Promise<Instance>
  /** Stops it first where it runs. `not_found` when there is none. */
  remove(id: string, signal: AbortSignal): Promise<void>
  /** `bad_input`, `name_taken`, `not_found`. The id of one that is known by its name changes with it. */
  rename?(id: string, name: string, signal: AbortSignal): Promise<void>
  /** Absent where instances have no processes. Starting a running one and stopping a stopped one succeed and change nothing. */
  readonly power?: Power
  /**
   * What it has written: the last `tail` lines of the wanted time, then, when `follow` is true, what it writes until it ends
   * or the signal aborts. Read at the reader's pace. Rejects with `not_found`.
   */
  logs?(id: string, range: LogRange, signal: AbortSignal): AsyncIterable<LogLine>
  /** Whether the engine keeps when each line was written. Where it does not, `logs` is never asked for a time. */
  readonly logsHaveTimes?: boolean
}

/** Each rejects with `not_found` and `cancelled`, and with `unsupported` in a state in which it means nothing. */
export interface Power {
  /** `onProgress` is called where the engine tells how far it is, and not after the call has ended. */
  start(id: string, signal: AbortSignal, onProgress?: OnProgress): Promise<void>
  /** In order, and by force after the engine's usual grace period. */
  stop(id: string, signal: AbortSignal): Promise<void>
  restart?(id: string, signal: AbortSignal): Promise<void>
  pause?(id: string, signal: AbortSignal): Promise<void>
  resume?(id: string, signal: AbortSignal): Promise<void>
  /** Writes its memory to the disk and ends its processes: it is stopped, and the next start goes on where it was. */
  save?(id: string, signal: AbortSignal): Promise<void>
  /** By force, at once. */
  kill?(id: string, signal: AbortSignal): Promise<void>
}

/** `id`: the instance it is about, where the engine says so. */
export interface EngineEvent {
  readonly id: string | null
}

/** What one instance's counters show; `at` is MonotonicNs. */
export interface UsageReading extends Counters {
  readonly id: string
}

export interface InstanceSpec {
  readonly name: string
}

/** What drivers are made with. Platform and environment come in here, so that tests can give their own. */
export interface DriverDeps {
  readonly paths: Paths
  /** The user's environment: where engines are looked for. Never handed to a workload. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly ledger: Ledger
  readonly owner: Owner
  readonly tools: ProbeTools
  /** Folders the user has named, below which environments are looked for; canonical paths. */
  readonly searchFolders: () => readonly string[]
  /** Hubs the user has connected to. */
  readonly hubs: HubConnections
  /** Which daemon the user has chosen; absent where nobody chooses. */
  readonly contextChoice?: ContextChoice
}
