import type { ListedInstance, Total } from '../../../contract/live.ts'
import type { Progress, RunRequest } from '../../../contract/run.ts'
import type { Technology } from '../../../contract/technology.ts'

/** What can be said of the last comparison: as it was, or why it cannot be run again from here. */
export type LastRun = { readonly request: RunRequest } | { readonly absent: string }

/** Everything the tray's menu shows. */
export interface TrayState {
  /** Null until it is known what exists. */
  readonly instances: readonly ListedInstance[] | null
  readonly totals: readonly Total[]
  /** Why there are no figures. */
  readonly paused: string | null
  /** The user wants no sampling. */
  readonly isPausedByUser: boolean
  readonly favourites: readonly string[]
  /** Technologies whose running instances can be entered. */
  readonly enterable: readonly Technology[]
  /** Whether there is a program in which one can be entered. */
  readonly hasTerminal: boolean
  /** What is being done to an instance from here, by its id: `stopping…`. */
  readonly going: Readonly<Record<string, string>>
  readonly lastRun: LastRun
  readonly run: { readonly id: string; readonly progress: Progress | null; readonly isCancelling: boolean } | null
}

export const emptyTrayState: TrayState = {
  instances: null,
  totals: [],
  paused: null,
  isPausedByUser: false,
  favourites: [],
  enterable: [],
  hasTerminal: false,
  going: {},
  lastRun: { absent: 'the runs are not read yet' },
  run: null,
}
