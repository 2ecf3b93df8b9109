import { formatQuantity, formatSigned, NO_BREAK_SPACE } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import { describeDifference, readVerdict } from './describeDifference.ts'
import {
  describeSamples,
  figure,
  formatIntervalOf,
  headline,
  isHost,
  listParts,
  numberEntry,
  readMetric,
} from './shared.ts'

/** The host's own value; for others what they add to it, with the value itself beneath. */
export function describeStartup(id: 'startup' | 'startup_python' | 'command', context: CellContext): MeasuredCell {
  const metric = readMetric('number', id, context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const { overHost, timesHost, unit, median } = metric
  const details = [...listParts('phases', metric.phases), ...describeDifference(metric), describeSamples(metric)]
  if (isHost(context)) return figure(context, metric, { ...headline(metric), details })
  if (overHost === undefined) {
    return figure(context, metric, { ...headline(metric), notes: ['no host beside it to compare with'], details })
  }
  return figure(context, metric, {
    value: formatSigned(overHost.median, unit),
    interval: formatIntervalOf(overHost, unit, metric.samples.length),
    verdict: readVerdict(metric),
    notes: [
      `${formatQuantity(median, unit)} in all`,
      ...(timesHost ? [`${formatQuantity(timesHost.median, 'ratio')}${NO_BREAK_SPACE}host`] : []),
    ],
    details: [
      {
        title: 'in all',
        entries: [numberEntry('median', metric, unit)],
      },
      ...details,
    ],
  })
}
