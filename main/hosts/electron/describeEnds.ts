import type { Activity } from '../../contract/activity.ts'
import type { Progress, Run } from '../../contract/run.ts'
import { formatDuration } from '../../model/format.ts'
import { sayResults } from '../../model/says/sayResults.ts'

interface Words {
  readonly title: string
  readonly body: string
}

/** How a comparison has ended. `run` is null where nothing of it was stored. */
export function describeRunEnd(last: Progress, run: Run | null): Words {
  if (last.status === 'cancelled') return { title: 'Comparison cancelled', body: 'What it had made is removed.' }
  if (last.status !== 'completed') {
    const reason = last.contenders.find(({ error }) => error)?.error?.message
    return { title: 'Comparison failed', body: reason ?? 'Isoscope shows what is known of it.' }
  }
  const names = last.contenders.map(({ title }) => title).join(', ')
  const rounds = run ? ` after ${run.rounds.completed} rounds` : ''
  const [result] = run ? sayResults(run) : []
  return {
    title: 'Comparison ended',
    body: `${names}${rounds}, in ${formatDuration(last.elapsedMs)}.${result ? ` ${result.text}` : ''}`,
  }
}

/** Milliseconds: what took longer is told of when it ends. */
const long = 10_000

/** How something that was asked for has ended, or null where that needs no telling: it was short and it went well, or goes on. */
export function describeActivityEnd({ title, state, startedAt, endedAt, error }: Activity): Words | null {
  if (state === 'running' || endedAt === null) return null
  const took = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))
  if (state === 'failed') return { title: `${title}: failed`, body: error?.message ?? 'The log says why.' }
  if (took < long) return null
  return { title: `${title}: ${state}`, body: `After ${formatDuration(took)}.` }
}
