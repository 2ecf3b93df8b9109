import type { MetricSet } from '../../../main/contract/run.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { chooseProfile, type Profile, roundsOf } from '../../../main/model/profile.ts'
import type { useRunRequest } from '../../store/runRequest.ts'

type Drafted = Pick<ReturnType<typeof useRunRequest.getState>, 'profile' | 'rounds' | 'budgetMinutes' | 'metrics'>

/** How long the next comparison goes on, and what it measures, in sentences. */
export function explainRequest(drafted: Drafted): string {
  const profile = toProfile(drafted)
  const length = drafted.rounds === null ? explainProfile(profile) : explainRounds(drafted.rounds, profile)
  return `${length} ${whatIsMeasured[drafted.metrics]}`
}

/** The same in a few words. */
export function summariseRequest(drafted: Drafted): string {
  const profile = toProfile(drafted)
  const most = roundsOf(profile)
  const rounds = `${profile.looks.length > 1 ? 'up to ' : ''}${most} ${most === 1 ? 'round' : 'rounds'}`
  const limit = profile.budgetMs === null ? '' : `, at most ${formatDuration(profile.budgetMs)}`
  return `${drafted.profile}, ${rounds}${limit}, ${drafted.metrics === 'all' ? 'everything' : 'the basics'}`
}

function toProfile({ profile, rounds, budgetMinutes, metrics }: Drafted): Profile {
  return chooseProfile(profile, {
    metrics,
    ...(rounds !== null && { rounds }),
    ...(budgetMinutes !== null && { budgetMinutes }),
  })
}

const whatIsMeasured = {
  basic: 'Start-up, CPU cost, memory, disk, stop and kill: ten rounds take a few minutes.',
  all: 'The basics, other kinds of work, and after the rounds deployment, density, isolation and portability: several times as long, up to an hour with an emulated machine.',
} as const satisfies Record<MetricSet, string>

function explainProfile({ looks, stopsWhenPrecise, budgetMs }: Profile): string {
  const rounds = `${looks.join(', ')} rounds`
  const until = stopsWhenPrecise ? `${rounds}, until every start-up is known to ±5 %` : rounds
  return budgetMs === null ? `${until}.` : `${until}; at most ${formatDuration(budgetMs)}.`
}

function explainRounds(rounds: number, { budgetMs }: Profile): string {
  const many = `${rounds} ${rounds === 1 ? 'round' : 'rounds'} after the warm-up`
  const length = budgetMs === null ? `Exactly ${many}.` : `${many}, no further one after ${formatDuration(budgetMs)}.`
  return rounds < 6 ? `${length} An interval needs at least 6.` : length
}
