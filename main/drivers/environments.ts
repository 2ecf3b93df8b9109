import type {
  CommandResult,
  EnvironmentFile,
  EnvironmentMaker,
  EnvironmentPlace,
  EnvironmentSpec,
  ExportFormat,
  Package,
  PackageChanges,
} from '../contract/environment.ts'
import type { Instance } from '../contract/instance.ts'
import type { TakeOutput } from '../os/run.ts'
import type { OnProgress } from './onProgress.ts'

/**
 * Environments of packages that a user makes and keeps. Each call rejects with EngineError: `not_installed` where no
 * program is here that could do it, `not_found`, `name_taken`, `bad_input` for what only this engine refuses, `cancelled`. What the
 * program says of a failure is the detail. An aborted creation leaves nothing behind; an aborted change of packages leaves
 * what the program makes of an interruption.
 */
export interface Environments {
  /** Programs that can make one here, the usual one first; none is an answer. */
  makers(signal: AbortSignal): Promise<readonly EnvironmentMaker[]>
  /** What `exportTo` can write, the usual one first. */
  readonly formats: readonly ExportFormat[]
  create(spec: EnvironmentSpec & Allowance, onProgress: OnProgress, signal: AbortSignal): Promise<Instance>
  /** From the file of another one; `bad_input` for a format or a file that is not understood. */
  createFrom(origin: FileOrigin, onProgress: OnProgress, signal: AbortSignal): Promise<Instance>
  clone?(id: string, place: EnvironmentPlace, onProgress: OnProgress, signal: AbortSignal): Promise<Instance>
  install(id: string, order: PackageOrder, onProgress: OnProgress, signal: AbortSignal): Promise<PackageChanges>
  /** Without packages: all that there are. */
  update(id: string, order: PackageOrder, onProgress: OnProgress, signal: AbortSignal): Promise<PackageChanges>
  removePackages(
    id: string,
    packages: readonly string[],
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<PackageChanges>
  /** What the file names becomes so; what it does not stays. */
  updateFrom(
    id: string,
    file: EnvironmentFile & Allowance,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<PackageChanges>
  packages(id: string, signal: AbortSignal): Promise<readonly Package[]>
  exportTo(id: string, format: ExportFormat, signal: AbortSignal): Promise<string>
  /**
   * The user's own command to its end, as it would run in the activated environment. Its exit code is an answer. With `take` its
   * output goes there as it comes, and none of it is in the result.
   */
  run(id: string, argv: readonly string[], signal: AbortSignal, take?: TakeOutput): Promise<CommandResult>
}

/** Installing a package from its source runs a script that comes with it: whoever may name one has it run. */
export interface Allowance {
  /** Only what is built already is installed where not given, as far as the engine can tell the one from the other. */
  readonly runsScripts?: boolean
}

export interface PackageOrder extends Allowance {
  readonly packages: readonly string[]
  /** Instead of the user's own; those where empty. */
  readonly channels: readonly string[]
}

export interface FileOrigin extends Allowance {
  readonly place: EnvironmentPlace
  readonly maker: string | null
  readonly file: EnvironmentFile
}
