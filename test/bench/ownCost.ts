import type { Check } from './check.ts'
import { measureHostAndDocker } from './measuredRun.ts'

const rounds = 10

/** CPU seconds of our own process per sample, against the time the samples took: measuring must not be what is measured. */
export async function checkOwnCost(root: string): Promise<Check> {
  const run = await measureHostAndDocker(root, rounds)
  const wallSeconds = (Date.parse(run.endedAt ?? '') - Date.parse(run.startedAt)) / 1000
  return {
    name: 'CPU seconds of our own process per sample',
    unit: 's',
    ours: {
      cpuPerSample: run.ownCost.perSample ?? Number.NaN,
      cpu: run.ownCost.cpuSeconds,
      samples: run.samples.length,
    },
    reference: { wallPerSample: wallSeconds / run.samples.length, wall: wallSeconds },
    limit: 'CPU at most 5 % of the time the samples took',
    holds: run.ownCost.cpuSeconds <= 0.05 * wallSeconds,
  }
}
