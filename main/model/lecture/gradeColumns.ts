import type { ContenderSummary } from '../../contract/run.ts'
import { chooseContender, emulatedReason, type RunContenders } from './chooseContender.ts'
import { type ColumnDefinition, type ColumnId, lectureColumns } from './lectureTable.ts'
import { applies, readFigure } from './readFigure.ts'
import { gradeFigure, type Step, toWord, type Word, worstOf } from './scale.ts'
import { type CriterionId, criteria } from './uses.ts'

/** One column of the lecture's table with its grade by each criterion. */
export interface GradedColumn {
  readonly id: ColumnId
  readonly title: string
  readonly grades: Readonly<Record<CriterionId, CriterionGrade>>
}

export type CriterionGrade =
  | {
      readonly kind: 'graded'
      readonly step: Step
      readonly word: Word
      /** The figures that it is the worst of. */
      readonly because: string
      /** Figures of it that were not measured: the grade may be worse than it seems. */
      readonly missing: readonly string[]
    }
  | { readonly kind: 'missing'; readonly reason: string }

/** Pure. */
export function gradeColumns({ contenders }: RunContenders): readonly GradedColumn[] {
  const ids = Object.keys(criteria) as CriterionId[]
  return lectureColumns.map((column) => ({
    id: column.id,
    title: column.title,
    grades: Object.fromEntries(ids.map((id) => [id, gradeCriterion(id, column, contenders)])) as GradedColumn['grades'],
  }))
}

function gradeCriterion(
  id: CriterionId,
  column: ColumnDefinition,
  contenders: readonly ContenderSummary[],
): CriterionGrade {
  const { figures, best, ofPythonProject } = criteria[id]
  const choice = chooseContender(column, ofPythonProject, contenders)
  if (choice.kind === 'none') return { kind: 'missing', reason: choice.reason }
  if (choice.emulated) return { kind: 'missing', reason: emulatedReason }
  const { contender } = choice
  const read = figures
    .filter((figure) => applies(figure, contender.technology))
    .map((figure) => readFigure(figure, contender))
  const missing = read.filter((figure) => figure.kind === 'missing')
  const measured = read.filter((figure) => figure.kind === 'measured')
  const step = worstOf(measured.map((one) => gradeFigure(one.id, one.value)))
  if (step === null) return { kind: 'missing', reason: [...new Set(missing.map(({ reason }) => reason))].join('; ') }
  return {
    kind: 'graded',
    step,
    word: toWord(step, best),
    because: measured.map(({ title, text }) => `${title} ${text}`).join(', '),
    missing: missing.map(({ title, reason }) => `${title}: ${reason}`),
  }
}
