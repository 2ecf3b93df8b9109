import { memo, useEffect } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useLive } from '../../store/live.ts'
import { seeRow } from '../../store/rowSeries.ts'
import { GridCell, TickCell } from '../../ui/gridCells.tsx'
import { RowMenuButton } from '../../ui/RowMenuButton.tsx'
import { describeOwner } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { listActions, openMenuAt, toggleTick, useInstanceView } from '../instances/instanceView.ts'
import { RowState } from '../instances/RowState.tsx'
import { classes } from './classes.ts'
import { RowFigures } from './RowFigures.tsx'

interface InstanceRowProps {
  readonly instance: ListedInstance
  readonly index: number
  /** Pixels below the table's head. */
  readonly top: number
  readonly isActive: boolean
}

/** Is drawn again when something of its own changes: each part of it looks into the stores for itself. */
export const InstanceRow = memo(function InstanceRow({ instance, index, top, isActive }: InstanceRowProps) {
  const { id, name, madeFrom, stale } = instance
  const isTicked = useInstanceView(({ ticked }) => ticked.has(id))
  const looks = useLive((state) => state.looks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look begins with no lines at all
  useEffect(() => seeRow(id), [id, looks])
  const tabIndex = isActive ? 0 : -1
  return (
    // biome-ignore lint/a11y/useSemanticElements: see InstanceGrid
    <div
      role="row"
      className={classes.row}
      data-row={id}
      data-stale={stale || undefined}
      aria-rowindex={index + 2}
      aria-level={2}
      aria-selected={isTicked}
      tabIndex={tabIndex}
      style={{ transform: `translateY(${top}px)` }}
      onDoubleClick={() => useInstanceView.setState({ opened: id })}
    >
      <TickCell name={name} isTicked={isTicked} tabIndex={tabIndex} onToggle={() => toggleTick(id)} />
      <GridCell>
        <button
          type="button"
          className={shared.name}
          tabIndex={tabIndex}
          title={name}
          onClick={() => useInstanceView.setState({ opened: id })}
        >
          {name}
        </button>
        <span className={shared.second} title={madeFrom ?? undefined}>
          {madeFrom ?? '–'}
        </span>
      </GridCell>
      <GridCell>
        <RowState instance={instance} />
        <span className={shared.second}>{describeOwner(instance)}</span>
      </GridCell>
      <RowFigures instance={instance} />
      <GridCell>
        {listActions(instance).length > 0 && (
          <RowMenuButton name={name} tabIndex={tabIndex} onOpen={(button) => openMenuAt(id, button)} />
        )}
      </GridCell>
    </div>
  )
})
