import { describe, expect, it } from 'vitest'
import type { MetricId, NumberMetric } from '../../../../../main/contract/metrics.ts'
import type { ContenderSummary } from '../../../../../main/contract/run.ts'
import { NO_BREAK_SPACE } from '../../../../../main/model/format.ts'
import { median } from '../../../../../main/model/stats/median.ts'
import { warnOfSamples } from '../../../../../main/model/summary/warnings/samples.ts'

function times(samples: readonly number[], more: Partial<NumberMetric> = {}): NumberMetric {
  const base = { kind: 'number', unit: 'ms', first: [], ci95: null, failed: 0, excluded: 0, outliers: 0 } as const
  return { ...base, first: [], samples: [...samples], median: median(samples), ...more }
}

function warn(metrics: Partial<Record<MetricId, NumberMetric>>, launchCost: number | null = null) {
  const docker: ContenderSummary = {
    id: 'docker',
    technology: 'docker',
    title: 'Docker',
    labels: {},
    status: 'completed',
    metrics,
  }
  return warnOfSamples(docker, launchCost).map((warning) => ({
    ...warning,
    message: warning.message.replaceAll(NO_BREAK_SPACE, ' '),
  }))
}
const codes = (...input: Parameters<typeof warn>) => warn(...input).map(({ code, metric }) => `${code} ${metric}`)

const six = [100, 101, 102, 103, 104, 105]

describe('doubts about samples', () => {
  it('are none about six good ones', () => {
    expect(warn({ startup: times(six) }, 1)).toEqual([])
  })

  it('are raised below six, as there is no interval', () => {
    expect(codes({ startup: times(six.slice(1)) })).toEqual(['few_samples startup'])
    expect(warn({ startup: times(six.slice(1)) })[0]?.message).toContain('Docker: 5 sample(s)')
  })

  it('are raised of another time only where it has fewer samples than the start-up has', () => {
    const startup = times(six.slice(2))
    expect(codes({ startup, stop: times(six.slice(2)) })).toEqual(['few_samples startup'])
    expect(codes({ startup, stop: times(six.slice(3)) })).toEqual(['few_samples startup', 'few_samples stop'])
  })

  it('name the time that has outliers, and how many', () => {
    expect(codes({ startup: times(six), kill: times(six, { outliers: 2 }) })).toEqual(['outliers kill'])
    expect(warn({ kill: times(six, { outliers: 2 }) })[0]?.message).toContain('2 outlier(s) among 6 of kill')
  })

  it('are raised by a first start that lies as far above the others as an outlier', () => {
    // The median is 102.5 and the median deviation 1.5: 14.826 of those are 22.2.
    expect(codes({ startup: times(six, { first: [124] }) })).toEqual([])
    expect(codes({ startup: times(six, { first: [126] }) })).toEqual(['slow_first startup'])
    expect(warn({ startup: times(six, { first: [205] }) })[0]?.message).toContain('took 205 ms, 2.00× the median')
  })

  it('are not raised by a first start that was fast', () => {
    expect(codes({ startup: times(six, { first: [10] }) })).toEqual([])
  })

  it('are raised by a start-up within ten launch costs', () => {
    expect(codes({ startup: times(six) }, 10.24)).toEqual([])
    expect(codes({ startup: times(six) }, 10.25)).toEqual(['near_launch_cost startup'])
    expect(codes({ startup: times(six) }, null)).toEqual([])
  })

  it('do not compare a stop with the cost of a start', () => {
    expect(codes({ stop: times(six) }, 100)).toEqual([])
  })
})
