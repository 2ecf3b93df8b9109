import type { EndedBy, Run } from '../contract/run.ts'

const endings = {
  precision: 'ended: precise enough',
  rounds: 'ended: all rounds done',
  time: 'ended by its time budget',
  cancel: 'cancelled',
  error: 'ended by an error',
} as const satisfies Record<EndedBy, string>

/** What ended a run, in a few words; where it was the time, how much there was. */
export function describeEnding({
  status,
  endedBy,
  budgetMinutes,
}: Pick<Run, 'status' | 'endedBy' | 'budgetMinutes'>): string {
  if (status === 'running') return 'not finished'
  if (endedBy === null) return status
  // Older runs do not say how much it was.
  const limit = endedBy === 'time' && budgetMinutes != null ? ` of ${formatBudget(budgetMinutes)}` : ''
  return `${endings[endedBy]}${limit}`
}

/** Whole minutes, without seconds: `90 min`. */
export function formatBudget(minutes: number): string {
  return `${minutes}\u00a0min`
}
