import type { Diff } from '../../contract/diff.ts'
import type { Run } from '../../contract/run.ts'
import { compareEnvironments } from './environment.ts'
import { compareMetrics } from './metrics.ts'

/** What has changed from one run to a later one. Pure. */
export function diffRuns(before: Run, after: Run): Diff {
  return {
    schema: 'isoscope/diff@1',
    before: describeRun(before),
    after: describeRun(after),
    environment: [...compareEnvironments(before, after)],
    contenders: [
      ...listOnly(before, after).map((contender) => ({ contender, only: 'before' as const })),
      ...listOnly(after, before).map((contender) => ({ contender, only: 'after' as const })),
    ],
    metrics: [...compareMetrics(before, after)],
  }
}

function describeRun({ id, startedAt, status, profile, rounds }: Run): Diff['before'] {
  return { id, startedAt, status, profile, rounds: rounds.completed }
}

function listOnly(one: Run, other: Run): readonly string[] {
  return one.contenders.filter(({ id }) => !other.contenders.some((there) => there.id === id)).map(({ id }) => id)
}
