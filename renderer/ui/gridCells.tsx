import { UnstyledButton } from '@mantine/core'
import type { MouseEventHandler, ReactNode } from 'react'
import grid from './grid.module.css'

/*
 * Cells of a table of which only the rows in sight are in the document: no <table> can leave rows out, so the roles are said.
 * `className`: with what the page's own style sheet adds.
 */

interface GridCellProps {
  readonly className?: string | undefined
  readonly title?: string | undefined
  /** Columns it goes over; one where left out. */
  readonly span?: number
  readonly onClick?: MouseEventHandler<HTMLDivElement>
  readonly children: ReactNode
}

export function GridCell({ className = grid.cell, title, span, onClick, children }: GridCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the row has the focus and the keys
    <div role="gridcell" className={className} title={title} aria-colspan={span} onClick={onClick}>
      {children}
    </div>
  )
}

interface TickCellProps {
  /** What the row is of. */
  readonly name: string
  readonly isTicked: boolean
  readonly tabIndex: number
  readonly onToggle: () => void
}

export function TickCell({ name, isTicked, tabIndex, onToggle }: TickCellProps) {
  return (
    <GridCell className={grid.tickCell}>
      <input
        type="checkbox"
        className={grid.tick}
        aria-label={`Tick ${name}`}
        tabIndex={tabIndex}
        checked={isTicked}
        onChange={onToggle}
      />
    </GridCell>
  )
}

type Sorted = 'asc' | 'desc' | false

interface GridHeadCellProps {
  readonly className: string | undefined
  /** Left out where nothing can be sorted by it. */
  readonly sorted?: Sorted
  readonly children: ReactNode
}

export function GridHeadCell({ className, sorted, children }: GridHeadCellProps) {
  const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its button has the focus
    <div role="columnheader" className={className} {...(sorted !== undefined && { 'aria-sort': order })}>
      {children}
    </div>
  )
}

interface SortButtonProps {
  readonly head: string
  /** What the column says, where its head is too short for that. */
  readonly note: string | undefined
  readonly sorted: Sorted
  readonly onSort: () => void
}

export function SortButton({ head, note, sorted, onSort }: SortButtonProps) {
  return (
    <UnstyledButton
      className={grid.sort}
      title={note}
      data-sorted={sorted || undefined}
      aria-label={`Sort by ${head}`}
      onClick={onSort}
    >
      {head}
      <SortArrow sorted={sorted} />
    </UnstyledButton>
  )
}

function SortArrow({ sorted }: { readonly sorted: Sorted }) {
  if (!sorted) return null
  return (
    <svg className={grid.arrow} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <path d={sorted === 'asc' ? 'M4 1 7.5 7h-7z' : 'M4 7 .5 1h7z'} fill="currentColor" />
    </svg>
  )
}
