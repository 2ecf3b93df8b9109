import { Table, Title } from '@mantine/core'
import { useMemo } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import { buildIsolationMatrix, type IsolationCell } from '../../../../main/model/isolation/matrix.ts'
import { Panel } from '../../../ui/Panel.tsx'
import { TechnologyMark } from '../../../ui/TechnologyMark.tsx'
import classes from './isolation.module.css'

/** What a program inside sees and reaches of this machine, fact by fact, with what each means. */
export function IsolationView({ run }: { readonly run: Run }) {
  const matrix = useMemo(() => buildIsolationMatrix(run), [run])
  if (matrix === null) {
    return (
      <Panel label="Isolation">
        <p className={classes.meaning}>
          – this run did not look at isolation: choose “Everything” under What to measure for the next one.
        </p>
      </Panel>
    )
  }
  return (
    <Panel label="Isolation">
      <Title order={2}>What separates a program inside from this machine</Title>
      <p className={classes.meaning}>
        Four barriers to the host are tried: its kernel, its processes, its files and its ports on loopback. They are
        marked; the other facts say more about the walls.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled sideways with the arrow keys */}
      <section className={classes.box} tabIndex={0} aria-label="Facts of isolation">
        <Table className={classes.matrix} verticalSpacing={6} horizontalSpacing={10}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.fact} scope="col">
                Fact
              </Table.Th>
              {matrix.columns.map(({ id, title, technology, barriers, summary }) => (
                <Table.Th key={id} scope="col">
                  <TechnologyMark technology={technology} /> {title}
                  {barriers !== null && <div className={classes.barriers}>{barriers}</div>}
                  <div className={classes.meaning}>{summary}</div>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {matrix.rows.map(({ id, title, cells }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" className={classes.fact}>
                  {title}
                </Table.Th>
                {matrix.columns.map((column, index) => (
                  <Table.Td key={column.id}>
                    <FactCell cell={cells[index] ?? null} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Panel>
  )
}

function FactCell({ cell }: { readonly cell: IsolationCell | null }) {
  if (cell === null) return <span className={classes.meaning}>– not asked</span>
  const { value, meaning, source, barrier } = cell
  return (
    <>
      <div className={classes.value}>
        {typeof barrier === 'boolean' && (
          <span className={classes.barrier} data-holds={barrier}>
            {barrier ? '✓ holds' : '✗ open'}
          </span>
        )}
        {value}
      </div>
      <div className={classes.meaning}>
        {meaning}
        {source !== null && ` (stated: ${source})`}
      </div>
    </>
  )
}
