import { Group, Switch, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { ComparedMetric, Diff } from '../../../main/contract/diff.ts'
import { describeCompared } from '../../../main/model/diff/describeDiff.ts'
import { metricTitles } from '../../../main/model/metricTitles.ts'
import type { DataTable } from '../../../main/model/tables/dataTable.ts'
import { CopyMenu, tableForms } from '../../ui/CopyMenu.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { findTechnology } from '../../ui/technologies.ts'
import classes from './history.module.css'

export function DiffTable({ diff }: { readonly diff: Diff }) {
  const [onlySignificant, setOnlySignificant] = useState(false)
  const compared = diff.metrics.filter((one) => one.kind === 'compared')
  const significant = compared.filter(({ verdict }) => verdict === 'significant')
  if (compared.length === 0) return <Text size="sm">No figure is in both runs.</Text>
  const shown = onlySignificant ? significant : compared
  return (
    <>
      <Group justify="space-between" my={10}>
        <Text size="sm" fw={600}>
          {summarise(significant.length, compared)}
        </Text>
        <Group gap={12}>
          <Switch
            size="xs"
            label="Only significant changes"
            checked={onlySignificant}
            onChange={(event) => setOnlySignificant(event.currentTarget.checked)}
          />
          <CopyMenu
            title="the changes"
            ways={tableForms}
            read={() => ({ id: 'changes', title: 'Changes', chart: null, table: toTextTable(shown) })}
          />
        </Group>
      </Group>
      {shown.length > 0 && (
        <div className={classes.tableBox}>
          <Table className={classes.diff} aria-label="Changes" verticalSpacing={5} horizontalSpacing={8}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Contender</Table.Th>
                <Table.Th>Figure</Table.Th>
                <Table.Th className={classes.number}>Before</Table.Th>
                <Table.Th className={classes.number}>After</Table.Th>
                <Table.Th className={classes.number}>Shift</Table.Th>
                <Table.Th className={classes.number}>Share</Table.Th>
                <Table.Th className={classes.number}>p</Table.Th>
                <Table.Th>Verdict</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((one) => (
                <DiffRow key={`${one.contender} ${one.metric}`} compared={one} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  )
}

function DiffRow({ compared }: { readonly compared: ComparedMetric }) {
  const { contender, metric, verdict } = compared
  const { before, after, shift, interval, share, p } = describeCompared(compared)
  return (
    <Table.Tr data-verdict={verdict}>
      <Table.Th scope="row" className={classes.contender}>
        <TechnologyMark technology={findTechnology(contender)} /> {contender}
      </Table.Th>
      <Table.Td>{metricTitles[metric]}</Table.Td>
      <Table.Td className={classes.number}>{before}</Table.Td>
      <Table.Td className={classes.number}>{after}</Table.Td>
      <Table.Td className={classes.number}>
        <strong>{shift}</strong>
        <small>{interval}</small>
      </Table.Td>
      <Table.Td className={classes.number}>{share}</Table.Td>
      <Table.Td className={classes.number}>{p}</Table.Td>
      <Table.Td className={classes.verdict}>{verdict}</Table.Td>
    </Table.Tr>
  )
}

function summarise(significant: number, compared: readonly ComparedMetric[]): string {
  const tested = compared.filter(({ p }) => p !== null).length
  if (tested === 0) return 'Too few rounds to tell any change from noise.'
  if (significant === 0) return `No significant change in ${tested} tested figures.`
  return `${significant} of ${tested} tested figures changed significantly.`
}

function toTextTable(compared: readonly ComparedMetric[]): DataTable {
  return {
    title: 'Changes',
    head: ['contender', 'figure', 'before', 'after', 'shift', '95 % interval', 'share', 'p', 'verdict'],
    rows: compared.map((one) => {
      const { before, after, shift, interval, share, p } = describeCompared(one)
      return [one.contender, metricTitles[one.metric], before, after, shift, interval, share, p, one.verdict]
    }),
  }
}
