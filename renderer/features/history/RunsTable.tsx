import { Button, Checkbox, Group, Table, Text } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { RunHead } from '../../../main/contract/run.ts'
import { moveInRows } from '../../ui/moveInRows.ts'
import { Unseen } from '../../ui/Unseen.tsx'
import { noFilter } from './filterRuns.ts'
import classes from './history.module.css'
import { RunRow } from './RunRow.tsx'
import { changeFilter } from './runSelection.ts'

/** Rows drawn at first, and with each press of the button below them. */
const pageSize = 100

interface RunsTableProps {
  /** Newest first. */
  readonly heads: readonly RunHead[]
  readonly ticked: ReadonlySet<string>
  readonly onTick: (ids: readonly string[], isTicked: boolean) => void
  readonly onOpen: (id: string) => void
  readonly onDelete: (head: RunHead) => void
}

/**
 * One stop of the Tab key, as a grid is: arrows, Home and End go from row to row, Space ticks, Enter opens, Delete asks. Tab
 * goes on to what stands in the row.
 */
export function RunsTable({ heads, ticked, onTick, onOpen, onDelete }: RunsTableProps) {
  const [count, setCount] = useState(pageSize)
  const [activeId, setActiveId] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const shown = heads.slice(0, count)
  const ended = shown.filter(({ status }) => status !== 'running')
  const active = shown.find(({ id }) => id === activeId) ?? shown[0]

  const handleKey = (event: KeyboardEvent<HTMLTableSectionElement>): void => {
    const isRow = event.target instanceof HTMLTableRowElement
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text'
    if (!active || isTyping) return
    const next = moveInRows(event.key, shown.indexOf(active), shown.length)
    if (next !== null) {
      body.current?.querySelectorAll('tr')[next]?.focus()
    } else if (isRow && event.key === 'Enter') onOpen(active.id)
    else if (isRow && event.key === ' ' && active.status !== 'running') onTick([active.id], !ticked.has(active.id))
    else if (isRow && event.key === 'Delete' && active.status !== 'running') onDelete(active)
    else return
    event.preventDefault()
  }

  if (heads.length === 0) return <NoneFound />
  return (
    <>
      <div className={classes.tableBox}>
        <Table className={classes.runs} role="grid" aria-label="Runs" verticalSpacing={5} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.tickColumn}>
                <Checkbox
                  size="xs"
                  aria-label="Tick all that are shown"
                  checked={ended.length > 0 && ended.every(({ id }) => ticked.has(id))}
                  onChange={(event) =>
                    onTick(
                      ended.map(({ id }) => id),
                      event.currentTarget.checked,
                    )
                  }
                />
              </Table.Th>
              <Table.Th className={classes.whenColumn}>Started</Table.Th>
              <Table.Th>Contenders</Table.Th>
              <Table.Th className={classes.statusColumn}>Status, rounds</Table.Th>
              <Table.Th className={classes.noiseColumn}>Noise</Table.Th>
              <Table.Th>Note</Table.Th>
              <Table.Th className={classes.menuColumn}>
                <Unseen>Actions</Unseen>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={body} onKeyDown={handleKey}>
            {shown.map((head) => (
              <RunRow
                key={head.id}
                head={head}
                isActive={head === active}
                isTicked={ticked.has(head.id)}
                onFocus={() => setActiveId(head.id)}
                onTick={(isTicked) => onTick([head.id], isTicked)}
                onOpen={() => onOpen(head.id)}
                onDelete={() => onDelete(head)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {heads.length > count && (
        <Button size="xs" variant="default" mt={8} onClick={() => setCount(count + pageSize)}>
          Show {Math.min(pageSize, heads.length - count)} more
        </Button>
      )}
    </>
  )
}

function NoneFound() {
  return (
    <Group gap={10}>
      <Text size="sm">No run is like that.</Text>
      <Button size="xs" variant="default" onClick={() => changeFilter(noFilter)}>
        Show all
      </Button>
    </Group>
  )
}
