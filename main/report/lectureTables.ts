import type { Run } from '../contract/run.ts'
import { buildLectureAnswer } from '../model/lecture/answer.ts'
import { describeClaim, describeUse, layOutLectureTable } from '../model/lecture/describeAnswer.ts'

/** The lecture's table with a run's answers as texts, for Markdown and HTML. */
export interface LectureSection {
  /** Row by row, each cell a list of lines; the first row is the head. */
  readonly table: readonly (readonly (readonly string[])[])[]
  readonly doubts: readonly string[]
  readonly claims: readonly string[]
  /** The verdict for a use first, then its reasons. */
  readonly uses: readonly (readonly string[])[]
}

export const lectureTitles = {
  table: 'The lecture’s table, answered',
  claims: 'What the lecture says, and what was measured',
  uses: 'What this says',
} as const

/** Null for a run that has not measured everything: its dashes would say nothing. */
export function layOutLecture(run: Run): LectureSection | null {
  if (run.metrics !== 'all' || run.status !== 'completed') return null
  const answer = buildLectureAnswer(run)
  return {
    table: layOutLectureTable(answer),
    doubts: answer.doubts,
    claims: answer.claims.map(describeClaim),
    uses: answer.uses.map(describeUse),
  }
}
