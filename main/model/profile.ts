import type { ProfileId, RunRequest } from '../contract/run.ts'
import { earlyStopConfidence } from './stats/precision.ts'

/** How long a run goes on. */
export interface Profile {
  /** After which measured rounds the precision is looked at; the last one is where it ends at the latest. */
  readonly looks: readonly number[]
  /** Whether a look ends the run when every start-up is precise enough. */
  readonly stopsWhenPrecise: boolean
  /** No further round begins after this time; null without a limit. */
  readonly budgetMs: number | null
  /**
   * Share of the full work of each CPU kernel (0.3 s on the host). Less keeps an emulated VM's round short: its matrix
   * kernel takes 60 times as long. Below a quarter the granularity of another process's CPU time (one tick, 4 ms) shows.
   */
  readonly cpuScale: number
}

const minutes = 60_000

export const profiles: Readonly<Record<ProfileId, Profile>> = {
  quick: { looks: [10], stopsWhenPrecise: false, budgetMs: null, cpuScale: 0.25 },
  standard: { looks: [10, 20, 40], stopsWhenPrecise: true, budgetMs: 10 * minutes, cpuScale: 0.5 },
  // Two looks: each further one costs coverage, and a run that ends after 10 rounds is not thorough.
  thorough: { looks: [40, 80], stopsWhenPrecise: true, budgetMs: 30 * minutes, cpuScale: 1 },
}

/** The confidence of the intervals of a run: more than 95 % where the stop rule costs some of it. */
export function confidenceOf(profile: Profile): number {
  return profile.stopsWhenPrecise ? earlyStopConfidence : 0.95
}

/**
 * In ten rounds no more than 25 comparisons with the host can share one error rate (see summary/differences.ts). All
 * metrics of six contenders are about a hundred, and twelve rounds are what it takes to tell any of them from chance.
 */
const fewestForAll = 12

/** The profile, with its rounds and its time limit replaced where the user named them. */
export function chooseProfile(
  id: ProfileId,
  { rounds, budgetMinutes, metrics = 'basic' }: Pick<RunRequest, 'rounds' | 'budgetMinutes' | 'metrics'>,
): Profile {
  const { looks, budgetMs, ...rest } = profiles[id]
  const ownBudget = budgetMinutes === undefined ? null : budgetMinutes * minutes
  if (rounds !== undefined) return { ...rest, looks: [rounds], stopsWhenPrecise: false, budgetMs: ownBudget }
  return {
    ...rest,
    looks: metrics === 'all' ? looks.map((look) => Math.max(look, fewestForAll)) : looks,
    budgetMs: ownBudget ?? budgetMs,
  }
}

/** Null without a limit. */
export function budgetMinutesOf({ budgetMs }: Profile): number | null {
  return budgetMs === null ? null : budgetMs / minutes
}

export function roundsOf(profile: Profile): number {
  return profile.looks.at(-1) ?? 0
}
