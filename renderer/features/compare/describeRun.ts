import type { EndedBy, Run } from '../../../main/contract/run.ts'
import { formatDuration, formatQuantity } from '../../../main/model/format.ts'

const endings = {
  precision: 'ended: precise enough',
  rounds: 'ended: all rounds done',
  time: 'ended: time used up',
  cancel: 'cancelled',
  error: 'ended by an error',
} as const satisfies Record<EndedBy, string>

/** What a reader of the table has to know of its run, each in a few words; a grade with its number. */
export function describeRun(run: Run): readonly string[] {
  const { rounds, noise, calibration, endedBy, status, startedAt, endedAt } = run
  const took = endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt)
  return [
    `${rounds.completed} of ${rounds.requested} rounds, interleaved`,
    `profile ${run.profile}`,
    status === 'running' ? 'not finished' : endedBy === null ? status : endings[endedBy],
    ...(took !== null && took >= 0 ? [`took ${formatDuration(took)}`] : []),
    noise === null
      ? 'noise – (too few rounds)'
      : `noise ${noise.grade.toUpperCase()} (${(noise.spread * 100).toFixed(1)} %)`,
    calibration.launch === null ? 'launch cost –' : `launch cost ${formatQuantity(calibration.launch.median, 'ms')}`,
    `seed ${run.seed}`,
  ]
}
