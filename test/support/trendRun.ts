import type { Run } from '../../main/contract/run.ts'
import type { TrendRun } from '../../main/model/trend/buildTrend.ts'
import { finishedRun } from './finishedRun.ts'

/** A run as a point of the trend of its start-up. */
function toTrendRun(run: Run): TrendRun {
  const contenders = run.contenders.map(({ id, title, technology, metrics: { startup } }) => ({
    id,
    title,
    technology,
    figure: startup?.kind === 'number' ? { unit: startup.unit, median: startup.median, ci95: startup.ci95 } : null,
  }))
  return { ...run, contenders }
}

/** Three runs: Docker is slower with each and upgraded before the last. */
export function upgradedRuns(): readonly TrendRun[] {
  return [1, 2, 3].map((number) => {
    const run = toTrendRun(finishedRun({ number, dockerFactor: number }))
    return number < 3 ? run : { ...run, environment: { ...run.environment, engines: { docker: { version: '24.0' } } } }
  })
}
