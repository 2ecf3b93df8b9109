import type { Check } from './check.ts'
import { measureHostAndDocker } from './measuredRun.ts'

const rounds = 10

/**
 * CPU seconds of our own process while rounds are measured, against the time the run took: measuring must not be what is
 * measured. What finding the engines and calibrating cost before the first round is in `whole`, and meets no sample.
 */
export async function checkOwnCost(root: string): Promise<Check> {
  const run = await measureHostAndDocker(root, rounds)
  const wallSeconds = (Date.parse(run.endedAt ?? '') - Date.parse(run.startedAt)) / 1000
  const inRounds = run.rounds.records.reduce((sum, { ownCpuSeconds }) => sum + (ownCpuSeconds ?? Number.NaN), 0)
  return {
    name: 'CPU seconds of our own process per sample',
    unit: 's',
    ours: {
      cpuPerSample: inRounds / run.samples.length,
      inRounds,
      whole: run.ownCost.cpuSeconds,
      samples: run.samples.length,
    },
    reference: { wallPerSample: wallSeconds / run.samples.length, wall: wallSeconds },
    limit: 'CPU in the rounds at most 5 % of the time the samples took',
    holds: inRounds <= 0.05 * wallSeconds,
  }
}
