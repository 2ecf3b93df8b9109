import type { Run, RunWarning } from '../../contract/run.ts'
import { answerClaims, type ClaimAnswer } from './answerClaims.ts'
import { gradeCell, type LectureCell } from './gradeCell.ts'
import { type ColumnId, lectureColumns, lectureRows } from './lectureTable.ts'
import { type Recommendation, recommendForUses } from './recommend.ts'

/** The lecture's closing table with our answers, its sentences with theirs, and what follows for its four uses. */
export interface LectureAnswer {
  readonly columns: readonly { readonly id: ColumnId; readonly title: string }[]
  readonly rows: readonly LectureRow[]
  readonly claims: readonly ClaimAnswer[]
  readonly uses: readonly Recommendation[]
  /** What speaks against every grade of this run, such as a restless machine. */
  readonly doubts: readonly string[]
}

export interface LectureRow {
  readonly id: (typeof lectureRows)[number]['id']
  readonly title: string
  /** One per column, in their order. */
  readonly cells: readonly LectureCell[]
}

type GradedRun = Pick<Run, 'contenders' | 'status' | 'warnings'>

/** These touch every time that was measured; the others belong to one figure and stand beside it. */
const codesOfWholeRun: ReadonlySet<RunWarning['code']> = new Set(['noise', 'contended'])

/** Pure. Everything in words is ready to be shown; terminal, reports and page show the same. */
export function buildLectureAnswer(run: GradedRun): LectureAnswer {
  return {
    columns: lectureColumns.map(({ id, title }) => ({ id, title })),
    rows: lectureRows.map((row) => ({
      id: row.id,
      title: row.title,
      cells: lectureColumns.map((column) => gradeCell(row, column, run.contenders)),
    })),
    claims: answerClaims(run),
    uses: recommendForUses(run),
    doubts: listDoubts(run),
  }
}

function listDoubts({ status, warnings }: GradedRun): readonly string[] {
  return [
    ...(status === 'completed' ? [] : [`The run is ${status}: what is missing may only not have been measured yet.`]),
    ...warnings.filter(({ code }) => codesOfWholeRun.has(code)).map(({ message }) => message),
  ]
}
