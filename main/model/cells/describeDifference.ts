import type { NumberMetric } from '../../contract/metrics.ts'
import { formatInterval, formatQuantity, formatSigned } from '../format.ts'
import type { DetailGroup, Verdict } from './cell.ts'

/** Below this a p-value's digits say nothing more. */
const leastP = 0.0001

/** What the cell itself says: a difference that was found speaks through its figure. */
export function readVerdict({ difference }: NumberMetric): Verdict | null {
  return difference === undefined || difference.verdict === 'different' ? null : difference.verdict
}

/** The comparison with the host by all pairs of rounds, which the verdict comes from. */
export function describeDifference({ difference, unit }: NumberMetric): readonly DetailGroup[] {
  if (difference === undefined) return []
  const { shift, ci95, p, pAdjusted, verdict } = difference
  const entries = [
    {
      name: unit === 'ratio' ? 'ratio (Hodges–Lehmann)' : 'shift (Hodges–Lehmann)',
      value: unit === 'ratio' ? formatQuantity(shift, unit) : formatSigned(shift, unit),
      interval: formatInterval({ low: ci95[0], high: ci95[1] }, unit, shift),
    },
    { name: 'p (Wilcoxon)', value: formatP(p), interval: `${formatP(pAdjusted)} adjusted (Holm)` },
    { name: 'verdict', value: verdict, interval: null },
  ]
  return [{ title: 'against the host, round by round', entries: entries.map((one) => ({ kind: 'number', ...one })) }]
}

function formatP(p: number): string {
  return p < leastP ? `< ${leastP}` : formatQuantity(p, 'count')
}
