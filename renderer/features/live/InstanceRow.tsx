import { memo, useEffect } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useLive } from '../../store/live.ts'
import { seeRow } from '../../store/rowSeries.ts'
import { MenuDots } from '../../ui/MenuDots.tsx'
import { describeOwner } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { listActions, toggleTick, useInstanceView } from '../instances/instanceView.ts'
import { openMenuAt } from '../instances/openMenu.ts'
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
      <Cell className={classes.tickCell}>
        <input
          type="checkbox"
          className={classes.tick}
          aria-label={`Tick ${name}`}
          tabIndex={tabIndex}
          checked={isTicked}
          onChange={() => toggleTick(id)}
        />
      </Cell>
      <Cell>
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
      </Cell>
      <Cell>
        <RowState instance={instance} />
        <span className={shared.second}>{describeOwner(instance)}</span>
      </Cell>
      <RowFigures instance={instance} />
      <Cell>
        {listActions(instance).length > 0 && (
          <button
            type="button"
            className={shared.menuButton}
            tabIndex={tabIndex}
            aria-label={`Actions of ${name}`}
            aria-haspopup="menu"
            onClick={(event) => openMenuAt(id, event.currentTarget)}
          >
            <MenuDots />
          </button>
        )}
      </Cell>
    </div>
  )
})

interface CellProps {
  readonly className?: string | undefined
  readonly children: React.ReactNode
}

function Cell({ className = classes.cell, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see InstanceGrid
    <div role="gridcell" className={className}>
      {children}
    </div>
  )
}
