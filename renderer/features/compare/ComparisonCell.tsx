import type { Cell, DetailEntry, DetailGroup } from '../../../main/model/cells/cell.ts'
import type { CellGrade } from '../../../main/model/lecture/gradeTableCell.ts'
import { Quantity } from '../../ui/Quantity.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import type { Technology } from '../../ui/technologies.ts'
import classes from './compare.module.css'
import { GradeMark } from './GradeMark.tsx'

interface ComparisonCellProps {
  readonly cell: Cell
  readonly technology: Technology
  readonly isUnfolded: boolean
  /** Of the cell's figures; a reason where they are not graded. Left out where no grade is given. */
  readonly grade?: CellGrade | { readonly reason: string } | null
}

export function ComparisonCell({ cell, technology, isUnfolded, grade = null }: ComparisonCellProps) {
  if (cell.kind === 'facts') {
    return (
      <>
        <div>
          {cell.value} <Grade grade={grade} />
        </div>
        <Notes notes={cell.notes} />
        {isUnfolded && <CellDetails details={cell.details} />}
      </>
    )
  }
  if (cell.kind !== 'number') {
    return (
      <span className={cell.kind === 'failed' ? classes.failure : classes.reason}>
        – {cell.kind === 'failed' && 'failed: '}
        {cell.reason}
      </span>
    )
  }
  return (
    <>
      <div>
        <Quantity value={cell.value} interval={cell.interval} /> <Grade grade={grade} />
      </div>
      {cell.share !== null && <ShareBar share={cell.share} technology={technology} />}
      {cell.verdict && <div className={classes.verdict}>{cell.verdict}</div>}
      {cell.emulated && <div className={classes.verdict}>{grade && 'reason' in grade ? grade.reason : 'emulated'}</div>}
      <Notes notes={cell.notes} />
      {isUnfolded && <CellDetails details={cell.details} />}
    </>
  )
}

function Grade({ grade }: Required<Pick<ComparisonCellProps, 'grade'>>) {
  return grade && 'word' in grade ? <GradeMark grade={grade} /> : null
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note) => (
    <div key={note} className={classes.note}>
      {note}
    </div>
  ))
}

function CellDetails({ details }: { readonly details: readonly DetailGroup[] }) {
  return details.map(({ title, entries }) => (
    <div key={title} className={classes.details}>
      <div className={classes.detailTitle}>{title}</div>
      <dl className={classes.pairs}>
        {entries.map((entry, index) => (
          // Several warm-up samples share a name.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of a stored run never changes
          <div key={`${entry.name} ${index}`}>
            <dt>{entry.name}</dt>
            <DetailValue entry={entry} />
          </div>
        ))}
      </dl>
    </div>
  ))
}

function DetailValue({ entry }: { readonly entry: DetailEntry }) {
  if (entry.kind === 'absent') return <dd className={classes.reason}>– {entry.reason}</dd>
  return (
    <dd>
      {entry.value}
      {entry.interval !== null && (
        <>
          {' '}
          <small>{entry.interval}</small>
        </>
      )}
    </dd>
  )
}
