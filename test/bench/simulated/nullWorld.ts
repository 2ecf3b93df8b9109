import type { RawMetricId } from '../../../main/contract/metrics.ts'
import type { ContenderSummary, Sample } from '../../../main/contract/run.ts'
import { confidenceOf, type Profile } from '../../../main/model/profile.ts'
import { estimate } from '../../../main/model/stats/paired.ts'
import { isPreciseEnough } from '../../../main/model/stats/precision.ts'
import type { Random } from '../../../main/model/stats/random.ts'
import { summariseContender } from '../../../main/model/summary/contender.ts'
import { countedSamples, selectSamples } from '../../../main/model/summary/samples.ts'
import { drawNormal } from './distributions.ts'

const host = 'host'
export const contenders = [host, 'venv', 'docker', 'docker:python', 'qemu']
const kernels = ['integer', 'double', 'matrix', 'sort', 'syscalls']

/** Medians and spreads as a busy laptop has them. Every contender has the same: there is nothing to find. */
const metrics: readonly { readonly id: RawMetricId; readonly median: number; readonly spread: number }[] = [
  { id: 'startup', median: 200, spread: 0.08 },
  { id: 'startup_python', median: 250, spread: 0.06 },
  { id: 'stop', median: 30, spread: 0.2 },
  { id: 'kill', median: 15, spread: 0.25 },
]
const kernelSpread = 0.02
/** A whole round is slower or faster: what pairs cancel. */
const roundSpread = 0.1
const outlierShare = 0.02

/** A run of that profile among contenders that do not differ, summarised but for the differences. */
export function measureNullRun(profile: Profile, random: Random) {
  const samples: Sample[] = []
  let round = 0
  for (const look of profile.looks) {
    for (; round <= look; round++) samples.push(...measureRound(round, random))
    if (profile.stopsWhenPrecise && isEveryStartupPrecise(samples, profile)) break
  }
  const confidence = confidenceOf(profile)
  const options = { samples, host, launchCost: null, absences: {}, notes: {}, confidence }
  const summaries = contenders.map((id): ContenderSummary => {
    const summary = summariseContender({ ...options, contender: id })
    return { id, technology: host, title: id, labels: {}, status: 'completed', metrics: summary }
  })
  return { samples, summaries, confidence }
}

function measureRound(round: number, random: Random): readonly Sample[] {
  const speed = Math.exp(roundSpread * drawNormal(random))
  const draw = (median: number, spread: number) =>
    median * speed * Math.exp(spread * drawNormal(random)) * (random() < outlierShare ? 1.5 + random() : 1)
  return contenders.flatMap((contender, order) => {
    const key = { round, order, first: round === 0, contender }
    const ok = { ok: true as const, outlier: false, contended: false }
    return [
      ...metrics.map(
        ({ id, median, spread }): Sample => ({ ...key, ...ok, metric: id, unit: 'ms', value: draw(median, spread) }),
      ),
      ...kernels.flatMap((part): readonly Sample[] => {
        const value = draw(0.075, kernelSpread)
        return [
          { ...key, ...ok, metric: 'cpu_seconds', part, unit: 's', value },
          { ...key, ...ok, metric: 'cpu_wall', part, unit: 's', value },
        ]
      }),
    ]
  })
}

function isEveryStartupPrecise(samples: readonly Sample[], profile: Profile): boolean {
  return contenders.every((contender) => {
    const values = countedSamples(selectSamples(samples, contender, 'startup')).map(({ value }) => value)
    return isPreciseEnough(estimate(values, confidenceOf(profile)), 0)
  })
}
