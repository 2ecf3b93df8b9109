import { memo } from 'react'
import { useLive } from '../../store/live.ts'
import { GridCell } from '../../ui/gridCells.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { type Technology, technologyFacts } from '../../ui/technologies.ts'
import shared from '../instances/instances.module.css'
import { classes } from './classes.ts'
import { toggleFold, useLiveView } from './liveView.ts'
import { TickInstances } from './TickInstances.tsx'

interface GroupRowProps {
  readonly technology: Technology
  readonly members: readonly string[]
  readonly index: number
  /** Pixels below the table's head. */
  readonly top: number
  readonly isActive: boolean
}

/** The head of a technology's rows: how many there are, and whether they are what exists now. */
export const GroupRow = memo(function GroupRow({ technology, members, index, top, isActive }: GroupRowProps) {
  const isFolded = useLiveView(({ folded }) => folded.has(technology))
  const state = useLive(({ engines }) => engines?.find((engine) => engine.technology === technology)?.state)
  const { title } = technologyFacts[technology]
  return (
    // biome-ignore lint/a11y/useSemanticElements: see InstanceGrid
    <div
      role="row"
      className={classes.groupRow}
      data-row={`group:${technology}`}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={!isFolded}
      tabIndex={isActive ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      <GridCell className={classes.tickCell}>
        <TickInstances ids={members} label={`Tick all of ${title}`} tabIndex={isActive ? 0 : -1} />
      </GridCell>
      <GridCell span={7} className={classes.groupCell} onClick={() => toggleFold(technology)}>
        <svg
          className={classes.chevron}
          data-folded={isFolded}
          width="10"
          height="10"
          viewBox="0 0 10 10"
          aria-hidden="true"
        >
          <path d="M1.5 3 5 6.8 8.5 3" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        <TechnologyMark technology={technology} />
        <strong>{title}</strong>
        <span className={shared.dimmed}>{members.length}</span>
        {state === 'away' && <span className={shared.stale}>does not answer: rows of its last answer</span>}
        {state === 'asking' && <span className={shared.dimmed}>asking…</span>}
      </GridCell>
    </div>
  )
})
