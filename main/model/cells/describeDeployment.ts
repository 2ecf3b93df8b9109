import { formatQuantity } from '../format.ts'
import type { CellContext, DetailGroup, MeasuredCell } from './cell.ts'
import { describeFacts } from './describeFacts.ts'
import { describeSamples, figure, formatIntervalOf, headline, numberEntry, readMetric } from './shared.ts'

/** Uncached as the headline, cached and after a change beside it, and how many steps a user takes. */
export function describeDeployment(context: CellContext): MeasuredCell {
  const uncached = readMetric('number', 'deploy_uncached', context)
  const cached = readMetric('number', 'deploy_cached', context)
  const changed = readMetric('number', 'deploy_changed', context)
  const steps = readMetric('facts', 'steps', context)
  const stepNotes = steps.kind === 'facts' ? [steps.summary] : []
  if (uncached.kind === 'number') {
    return figure(context, uncached, {
      ...headline(uncached),
      notes: [
        cached.kind === 'number'
          ? `${formatQuantity(cached.median, cached.unit)} with warm caches`
          : `with warm caches: – ${cached.reason}`,
        // Most have no layers, which is no news of theirs.
        ...(changed.kind === 'number'
          ? [`${formatQuantity(changed.median, changed.unit)} after a change of the topmost layer`]
          : []),
        ...stepNotes,
        ...(uncached.note ? [uncached.note] : []),
      ],
      details: [
        ...(cached.kind === 'number'
          ? [{ title: 'with warm caches', entries: [numberEntry('median', cached, cached.unit)] }]
          : []),
        ...(changed.kind === 'number'
          ? [{ title: 'one layer changed', entries: [numberEntry('median', changed, changed.unit)] }]
          : []),
        ...listSteps(context),
        describeSamples(uncached),
      ],
    })
  }
  if (cached.kind !== 'number') return { cell: uncached, magnitude: null }
  // What cannot be had uncached here is no reason to hide the other half; it is marked as what it is.
  return figure(context, cached, {
    value: `${formatQuantity(cached.median, cached.unit)}, caches warm`,
    interval: formatIntervalOf(cached, cached.unit, cached.samples.length),
    notes: [`with empty caches: – ${uncached.reason}`, ...stepNotes],
    details: [...listSteps(context), describeSamples(cached)],
  })
}

function listSteps(context: CellContext): readonly DetailGroup[] {
  const { cell } = describeFacts('steps', context)
  return cell.kind === 'facts' ? cell.details.map(({ entries }) => ({ title: 'steps', entries })) : []
}
