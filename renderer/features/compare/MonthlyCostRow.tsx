import { Table } from '@mantine/core'
import type { ContenderSummary } from '../../../main/contract/run.ts'
import { computeMonthlyCost } from '../../../main/model/monthlyCost.ts'
import { useSettings } from '../../store/settings.ts'
import { Quantity } from '../../ui/Quantity.tsx'
import classes from './compare.module.css'

/** Only where the user has set prices; skipped contenders have one cell down all rows already. */
export function MonthlyCostRow({ contenders }: { readonly contenders: readonly ContenderSummary[] }) {
  const prices = useSettings(({ settings }) => settings?.prices ?? null)
  if (prices === null || contenders.length === 0) return null
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.rowHead}>
        Cost per month
        <span className={classes.unit}>
          arithmetic from your prices, not measured: one core in full use, one instance
        </span>
      </Table.Th>
      {contenders
        .filter(({ status }) => status !== 'skipped')
        .map((contender) => (
          <Table.Td key={contender.id}>
            <Cost cost={computeMonthlyCost(contender, prices)} />
          </Table.Td>
        ))}
    </Table.Tr>
  )
}

function Cost({ cost }: { readonly cost: ReturnType<typeof computeMonthlyCost> }) {
  if (cost.kind === 'absent') return <span className={classes.reason}>– {cost.reason}</span>
  return (
    <>
      <Quantity value={cost.value} interval={null} />
      <div className={classes.note}>{cost.note}</div>
    </>
  )
}
