import { create } from 'zustand'
import type { MetricSet, ProfileId, RunRequest } from '../../main/contract/run.ts'
import type { AppInfo } from './app.ts'
import type { EngineView } from './engines.ts'

type ContenderInfo = AppInfo['contenders'][number]

interface RunRequestState {
  readonly profile: ProfileId
  /** Null: as the profile has it. */
  readonly rounds: number | null
  /** Null: as the profile has it. */
  readonly budgetMinutes: number | null
  readonly metrics: MetricSet
  /** What the user ticked or unticked; all others follow the engine's state. */
  readonly choices: Readonly<Record<string, boolean>>
}

export const useRunRequest = create<RunRequestState>(() => ({
  profile: 'quick',
  rounds: null,
  budgetMinutes: null,
  metrics: 'basic',
  choices: {},
}))

export function chooseContender(id: string, taken: boolean): void {
  useRunRequest.setState(({ choices }) => ({ choices: { ...choices, [id]: taken } }))
}

/**
 * A contender whose engine is missing, or cannot start anything, is left out until the user wants it in: then the run says why it was skipped. A
 * variant (`qemu:full`) is left out as well, because its first time costs minutes.
 */
export function isTaken(
  contender: ContenderInfo,
  engines: Readonly<Record<string, EngineView | undefined>>,
  choices: RunRequestState['choices'],
): boolean {
  const engine = engines[contender.technology]
  const isVariant = contender.id.includes(':')
  return choices[contender.id] ?? (!isVariant && findObstacle(engine) === null)
}

/** Why a contender of this engine would be skipped, as far as that is known. */
export function findObstacle(engine: EngineView | undefined): string | null {
  if (engine?.state === 'missing') return 'not installed'
  if (engine?.state === 'broken') return 'not working'
  return engine?.state === 'ready' ? (engine.cannotStart ?? null) : null
}

export function buildRunRequest(taken: readonly ContenderInfo[], state: RunRequestState): RunRequest {
  const { profile, rounds, budgetMinutes, metrics } = state
  return {
    contenders: taken.map(({ id }) => id),
    profile,
    ...(rounds !== null && { rounds }),
    ...(budgetMinutes !== null && { budgetMinutes }),
    ...(metrics === 'all' && { metrics }),
  }
}
