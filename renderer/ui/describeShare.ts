import type { ActivityProgress } from '../../main/contract/activity.ts'
import { formatPercent } from '../../main/model/format.ts'

/** What stands behind a step: ` · 12 MiB · 34.0 %`, as far as it is told. */
export function describeShare(amount: ActivityProgress['amount'], share: ActivityProgress['share']): string {
  const parts = [amount, share === null ? undefined : formatPercent(share)]
  return parts.map((part) => (part === undefined ? '' : ` · ${part}`)).join('')
}
