import type { Progress } from '../../../contract/run.ts'

/** Where a comparison is, changing with its rounds and not with its seconds. */
export function describeProgress(progress: Progress | null): string {
  if (progress === null || progress.stage === 'preparing') return 'Comparing: preparing'
  if (progress.stage === 'after') return 'Comparing: the rounds are over'
  if (progress.round === 0) return 'Comparing: warm-up round'
  return `Comparing: round ${progress.round} of ${progress.roundsRequested}`
}
