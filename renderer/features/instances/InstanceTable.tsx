import { Table } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { isFocusLost } from '../../ui/lostFocus.ts'
import { moveInRows } from '../../ui/moveInRows.ts'
import { RowMenuButton } from '../../ui/RowMenuButton.tsx'
import { opensMenu } from '../../ui/rowMenu.ts'
import { Unseen } from '../../ui/Unseen.tsx'
import { listActions, openMenuAt, useInstanceView } from './instanceView.ts'
import { focusRow, isFocusFree } from './keepFocus.ts'
import { order } from './order.ts'
import classes from './table.module.css'

export interface InstanceColumn {
  readonly id: string
  readonly head: string
  /** Pixels; what is left is shared by the columns without. */
  readonly width?: number | `${number}%`
  readonly isFigure?: true
  readonly cell: (instance: ListedInstance, tabIndex: number) => ReactNode
}

interface InstanceTableProps {
  readonly label: string
  readonly instances: readonly ListedInstance[]
  readonly columns: readonly InstanceColumn[]
  /** The one that was just made: its row is marked, and may take the focus once, when it appears. */
  readonly selected: string | null
}

/**
 * One stop of the Tab key, as a grid is: arrows, Home, End and Page go from row to row, Enter opens details, Delete removes, the
 * menu key or Shift+F10 opens the menu. Tab goes on to what stands in the row.
 */
export function InstanceTable({ label, instances, columns, selected }: InstanceTableProps) {
  const activeId = useInstanceView((state) => state.active)
  const body = useRef<HTMLTableSectionElement>(null)
  const lastIndex = useRef(0)
  const found = instances.findIndex(({ id }) => id === activeId)
  if (found >= 0) lastIndex.current = found
  const index = found >= 0 ? found : Math.min(lastIndex.current, instances.length - 1)
  const active = instances[index]
  const isThere = instances.some(({ id }) => id === selected)
  useEffect(() => {
    if (!isThere || selected === null || useInstanceView.getState().arriving !== selected) return
    // A dialog that is closing gives the focus to the active row by itself.
    useInstanceView.setState({ active: selected, arriving: null })
    document.querySelector(`[data-row="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' })
    if (isFocusFree()) focusRow(selected)
  }, [isThere, selected])
  const shownId = active?.id
  // One that was removed hands its focus on to the one in its place.
  useEffect(() => {
    if (shownId !== undefined && activeId !== null && shownId !== activeId && isFocusLost()) focusRow(shownId)
  }, [shownId, activeId])

  const handleKey = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLTableRowElement>('tr') : null
    if (!row || !active) return
    const next = moveInRows(event.key, index, instances.length)
    if (next !== null) body.current?.querySelectorAll('tr')[next]?.focus()
    else if (event.target !== row || !actOnKey(event, active, row)) return
    event.preventDefault()
  }
  return (
    <div className={classes.box}>
      <Table className={classes.table} role="grid" aria-label={label} verticalSpacing={5} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ id, head, width, isFigure }) => (
              <Table.Th key={id} {...(width !== undefined && { w: width })} data-figure={isFigure}>
                {head}
              </Table.Th>
            ))}
            <Table.Th w={44}>
              <Unseen>Actions</Unseen>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body} onKeyDown={handleKey}>
          {instances.map((instance) => (
            <InstanceTableRow
              key={instance.id}
              instance={instance}
              columns={columns}
              isActive={instance === active}
              isSelected={instance.id === selected}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

interface InstanceTableRowProps {
  readonly instance: ListedInstance
  readonly columns: readonly InstanceColumn[]
  readonly isActive: boolean
  readonly isSelected: boolean
}

function InstanceTableRow({ instance, columns, isActive, isSelected }: InstanceTableRowProps) {
  const { id, name, stale } = instance
  const tabIndex = isActive ? 0 : -1
  return (
    <Table.Tr
      className={classes.row}
      data-row={id}
      data-stale={stale || undefined}
      aria-selected={isSelected}
      tabIndex={tabIndex}
      onFocus={() => useInstanceView.setState({ active: id })}
      onDoubleClick={() => useInstanceView.setState({ opened: id })}
    >
      {columns.map((column) => (
        <Table.Td key={column.id} data-figure={column.isFigure}>
          {column.cell(instance, tabIndex)}
        </Table.Td>
      ))}
      <Table.Td>
        <RowMenuButton name={name} tabIndex={tabIndex} onOpen={(button) => openMenuAt(id, button)} />
      </Table.Td>
    </Table.Tr>
  )
}

/** False for a key that means nothing here. */
function actOnKey(event: KeyboardEvent, instance: ListedInstance, row: Element): boolean {
  const { key } = event
  if (key === 'Enter') useInstanceView.setState({ opened: instance.id })
  else if (key === 'Delete' && listActions(instance).includes('remove')) order('remove', [instance])
  else if (opensMenu(event)) {
    // The menu would take the key that has opened it for one of its own.
    setTimeout(() => openMenuAt(instance.id, row))
  } else return false
  return true
}
