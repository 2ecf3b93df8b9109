import { answerClaims, type ClaimAnswer } from './answerClaims.ts'
import type { RunContenders } from './chooseContender.ts'
import { gradeCell, type LectureCell } from './gradeCell.ts'
import { type ColumnId, lectureColumns, lectureRows } from './lectureTable.ts'
import { type Recommendation, recommendForUses } from './recommend.ts'

/** The lecture's closing table with our answers, its sentences with theirs, and what follows for its four uses. */
export interface LectureAnswer {
  readonly columns: readonly { readonly id: ColumnId; readonly title: string }[]
  readonly rows: readonly LectureRow[]
  readonly claims: readonly ClaimAnswer[]
  readonly uses: readonly Recommendation[]
}

export interface LectureRow {
  readonly id: (typeof lectureRows)[number]['id']
  readonly title: string
  /** One per column, in their order. */
  readonly cells: readonly LectureCell[]
}

/** Pure. Everything in words is ready to be shown; terminal, reports and page show the same. */
export function buildLectureAnswer(run: RunContenders): LectureAnswer {
  return {
    columns: lectureColumns.map(({ id, title }) => ({ id, title })),
    rows: lectureRows.map((row) => ({
      id: row.id,
      title: row.title,
      cells: lectureColumns.map((column) => gradeCell(row, column, run.contenders)),
    })),
    claims: answerClaims(run),
    uses: recommendForUses(run),
  }
}
