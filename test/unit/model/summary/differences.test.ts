import { describe, expect, it } from 'vitest'
import type { Difference, Metric, MetricId, RawMetricId } from '../../../../main/contract/metrics.ts'
import type { ContenderSummary, Sample } from '../../../../main/contract/run.ts'
import { summariseContender } from '../../../../main/model/summary/contender.ts'
import { addDifferences, countRoundsNeeded, listDifferences } from '../../../../main/model/summary/differences.ts'
import { findWarnings } from '../../../../main/model/summary/warnings.ts'

const noise = [0.3, -0.2, 0.1, -0.4, 0.25, 0.05, -0.15, 0.35, -0.3, 0.2, -0.05, 0.15]

function sample(contender: string, metric: RawMetricId, round: number, value: number, part?: string): Sample {
  const place = { round, order: 0, first: round === 0, contender, metric, ...(part && { part }) }
  return { ...place, ok: true, value, unit: part ? 's' : 'ms', outlier: false, contended: false }
}

/** The warm-up and then rounds in which the whole machine is slower and slower. */
function measure(
  contender: string,
  metric: RawMetricId,
  count: number,
  valueIn: (round: number) => number,
  part?: string,
) {
  return Array.from({ length: count + 1 }, (_, round) => sample(contender, metric, round, valueIn(round), part))
}

function summarise(samples: readonly Sample[], ids: readonly ('host' | 'docker' | 'venv')[], confidence = 0.95) {
  const options = { samples, host: 'host', launchCost: null, absences: {}, notes: {} }
  const contenders = ids.map((id): ContenderSummary => {
    const metrics = summariseContender({ ...options, contender: id })
    return { id, technology: id, title: id, labels: {}, status: 'completed', metrics }
  })
  return addDifferences(contenders, samples, confidence)
}

function findDifference(contenders: readonly ContenderSummary[], id: string, metric: MetricId): Difference | undefined {
  const found: Metric | undefined = contenders.find((one) => one.id === id)?.metrics[metric]
  return found?.kind === 'number' ? found.difference : undefined
}

const hostStartup = (count: number) => measure('host', 'startup', count, (round) => 100 + 10 * round)
const startupOver = (contender: string, added: number, count: number) =>
  measure(contender, 'startup', count, (round) => 100 + 10 * round + added + (noise[round % noise.length] ?? 0))

describe('what the rounds say of a difference', () => {
  it('is found in pairs of one round, though the machine drifts by more than the difference', () => {
    const contenders = summarise([...hostStartup(10), ...startupOver('docker', 20, 10)], ['host', 'docker'])
    expect(findDifference(contenders, 'docker', 'startup')).toMatchObject({
      shift: expect.closeTo(20, 0),
      pairs: 10,
      p: 2 / 1024,
      pAdjusted: 2 / 1024,
      verdict: 'different',
    })
  })

  it('is none where all of the interval lies within 3 % of the host, whose median counts', () => {
    // The host's median is 155 ms, so that 4 ms are 2.6 % and 5 ms 3.2 %, however sure.
    const judge = (added: number) =>
      findDifference(
        summarise([...hostStartup(10), ...startupOver('docker', added, 10)], ['host', 'docker']),
        'docker',
        'startup',
      )
    expect(judge(4)).toMatchObject({ p: 2 / 1024, verdict: 'no difference' })
    expect(judge(5.2)).toMatchObject({ p: 2 / 1024, verdict: 'different' })
  })

  it('is adjusted over all metrics of all contenders of the run together', () => {
    const samples = [
      ...hostStartup(10),
      ...startupOver('docker', 20, 10),
      ...startupOver('venv', 0, 10),
      ...measure('host', 'stop', 10, () => 5),
      ...measure('docker', 'stop', 10, () => 50),
    ]
    const contenders = summarise(samples, ['host', 'docker', 'venv'])
    expect(listDifferences(contenders)).toHaveLength(3)
    expect(findDifference(contenders, 'docker', 'startup')?.pAdjusted).toBe((3 * 2) / 1024)
    expect(findDifference(contenders, 'docker', 'stop')?.pAdjusted).toBe((3 * 2) / 1024)
    const venv = findDifference(contenders, 'venv', 'startup')
    expect(venv?.pAdjusted).toBe(venv?.p)
  })

  it('of a cost is that of the logarithms, given back as a ratio', () => {
    const samples = ['integer', 'double'].flatMap((kernel) =>
      (['cpu_seconds', 'cpu_wall'] as const).flatMap((metric) => [
        ...measure('host', metric, 10, (round) => round, kernel),
        ...measure('docker', metric, 10, (round) => 2 * round * (round % 2 === 0 ? 1.1 : 1 / 1.1), kernel),
      ]),
    )
    const difference = findDifference(summarise(samples, ['host', 'docker']), 'docker', 'cpu_cost')
    expect(difference).toMatchObject({ shift: expect.closeTo(2, 9), verdict: 'different', pairs: 10 })
    expect(difference?.ci95).toEqual([expect.closeTo(2 / 1.1, 9), expect.closeTo(2.2, 9)])
  })

  it('is not asked of the host, nor without a host, nor below six pairs', () => {
    const five = [...hostStartup(5), ...startupOver('docker', 20, 5)]
    expect(listDifferences(summarise(five, ['host', 'docker']))).toEqual([])
    const six = [...hostStartup(6), ...startupOver('docker', 20, 6)]
    expect(listDifferences(summarise(six, ['host', 'docker']))).toHaveLength(1)
    expect(findDifference(summarise(six, ['host', 'docker']), 'host', 'startup')).toBeUndefined()
    expect(listDifferences(summarise(six, ['docker']))).toEqual([])
  })

  it('has a wider interval where more confidence is asked for', () => {
    const samples = [...hostStartup(12), ...startupOver('docker', 20, 12)]
    const width = (confidence: number) => {
      const [low, high] = findDifference(summarise(samples, ['host', 'docker'], confidence), 'docker', 'startup')
        ?.ci95 ?? [Number.NaN, Number.NaN]
      return high - low
    }
    expect(width(0.99)).toBeGreaterThan(width(0.95))
  })
})

describe('the rounds that many comparisons need', () => {
  it('are the fewest in which the smallest p, times their number, is below 0.05', () => {
    expect([1, 25, 26, 51, 52, 102, 103].map(countRoundsNeeded)).toEqual([6, 10, 11, 11, 12, 12, 13])
  })

  it('are asked for in a warning when the run has fewer', () => {
    const contenders = summarise([...hostStartup(10), ...startupOver('docker', 20, 10)], ['host', 'docker'])
    const [host, docker] = contenders
    const startup = docker?.metrics.startup
    if (!host || !docker || !startup) throw new Error('no summary')
    const warn = (count: number) =>
      findWarnings({
        contenders: [host, ...Array.from({ length: count }, () => ({ ...docker, metrics: { startup } }))],
        samples: [],
        records: [],
        noise: null,
        environment: { host: {}, engines: {}, variables: {} },
        launchCost: null,
      }).filter(({ code }) => code === 'few_rounds')
    expect(warn(25)).toEqual([])
    expect(warn(26)).toEqual([{ code: 'few_rounds', message: expect.stringContaining('takes 11 rounds; with 10') }])
  })
})
