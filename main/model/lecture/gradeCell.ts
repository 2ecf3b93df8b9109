import type { ContenderSummary } from '../../contract/run.ts'
import { chooseContender, emulatedReason, isMinimalGuest, minimalGuestNote } from './chooseContender.ts'
import type { ColumnDefinition, ColumnId, LectureWord, RowDefinition } from './lectureTable.ts'
import { applies, type Figure, type MeasuredFigure, type MissingFigure, readFigure } from './readFigure.ts'
import { type BestWord, type FigureId, gradeFigure, type Step, toStep, toWord, type Word, worstOf } from './scale.ts'

export type Agreement = 'agrees' | 'disagrees' | 'not measurable here' | 'left open by the lecture'

/** One cell of the lecture's table, answered. */
export interface LectureCell {
  readonly column: ColumnId
  /** Whose figures these are; null when nobody of the column took part. */
  readonly contender: { readonly id: string; readonly title: string } | null
  /** The lecture's own word. */
  readonly said: string
  /** Ours: `medium`, or `medium high, then low`; null when nothing can be graded. */
  readonly word: string | null
  readonly agreement: Agreement
  /** Whether a figure that is missing could change the answer: the grade is the worst of what there is. */
  readonly provisional: boolean
  /** Why it is not measurable here, or how far it is from the lecture's word. Empty when it agrees. */
  readonly why: string
  readonly figures: readonly GradedFigure[]
  readonly missing: readonly MissingFigure[]
  readonly notes: readonly string[]
}

export interface GradedFigure extends MeasuredFigure {
  /** Null where it is shown and not graded: under emulation. */
  readonly step: Step | null
  readonly word: Word | null
  /** Whether the row's grade is this figure's. */
  readonly decides: boolean
}

export function gradeCell(
  row: RowDefinition,
  column: ColumnDefinition & { readonly id: ColumnId },
  contenders: readonly ContenderSummary[],
): LectureCell {
  const lecture = row.words[column.id]
  const choice = chooseContender(column, row.ofPythonProject, contenders)
  if (choice.kind === 'none') return notMeasurable(column.id, lecture, choice.reason)
  const { contender } = choice
  const read = (ids: readonly FigureId[]) =>
    ids.filter((id) => applies(id, contender.technology)).map((id) => readFigure(id, contender))
  const [first, again] = [read(row.figures), read(row.figuresAgain)]
  const missing = [...first, ...again].filter((figure) => figure.kind === 'missing')
  const shared = {
    contender: { id: contender.id, title: contender.title },
    missing,
    notes: listNotes(row, column, contender),
  }
  if (choice.emulated) {
    const figures = [...first, ...again].flatMap(withoutGrade)
    return { ...notMeasurable(column.id, lecture, emulatedReason), ...shared, figures }
  }
  const parts = { first: gradeAll(first), again: gradeAll(again) }
  const all = [...parts.first, ...parts.again]
  const worst = worstOfAll(all)
  if (worst === null) {
    const reasons = [...new Set(missing.map(({ reason }) => reason))].join('; ')
    return { ...notMeasurable(column.id, lecture, reasons), ...shared }
  }
  const ours = { first: worstOfAll(parts.first), again: worstOfAll(parts.again), worst }
  return {
    column: column.id,
    said: lecture.said,
    word: describeGrade(lecture, ours, row.best),
    ...compareWithLecture(lecture, ours, row.best, missing.length > 0),
    figures: all.map((figure) => ({ ...toGraded(figure, row.best), decides: figure.step === worst })),
    ...shared,
  }
}

function notMeasurable(column: ColumnId, lecture: LectureWord, why: string): LectureCell {
  return {
    column,
    contender: null,
    said: lecture.said,
    word: null,
    agreement: 'not measurable here',
    provisional: false,
    why,
    figures: [],
    missing: [],
    notes: [],
  }
}

function listNotes(row: RowDefinition, column: ColumnDefinition, contender: ContenderSummary): readonly string[] {
  return [
    ...(row.id === 'deployment' ? [`must be installed first: ${column.installedFirst}`] : []),
    ...(isMinimalGuest(contender) ? [minimalGuestNote] : []),
  ]
}

interface Stepped {
  readonly figure: MeasuredFigure
  readonly step: Step
}

function gradeAll(figures: readonly Figure[]): readonly Stepped[] {
  return figures.flatMap((figure) =>
    figure.kind === 'measured' ? [{ figure, step: gradeFigure(figure.id, figure.value) }] : [],
  )
}

function worstOfAll(graded: readonly Stepped[]): Step | null {
  return worstOf(graded.map(({ step }) => step))
}

interface OwnGrade {
  readonly first: Step | null
  readonly again: Step | null
  readonly worst: Step
}

function describeGrade(lecture: LectureWord, { first, again, worst }: OwnGrade, best: BestWord): string {
  if (lecture.kind !== 'twice') return toWord(worst, best)
  const say = (step: Step | null) => (step === null ? 'not measured' : toWord(step, best))
  return `${say(first)}, then ${say(again)}`
}

function compareWithLecture(
  lecture: LectureWord,
  { first, again, worst }: OwnGrade,
  best: BestWord,
  hasMissing: boolean,
): Pick<LectureCell, 'agreement' | 'why' | 'provisional'> {
  if (lecture.kind === 'open') return { agreement: 'left open by the lecture', why: '', provisional: false }
  const pairs =
    lecture.kind === 'word'
      ? [{ ours: worst, word: lecture.means, when: '' }]
      : [
          { ours: first, word: lecture.means, when: 'the first time ' },
          { ours: again, word: lecture.again, when: 'after that ' },
        ]
  const distances = pairs.flatMap(({ ours, word, when }) =>
    ours === null ? [] : [{ steps: ours - toStep(word, best), when }],
  )
  const why = distances.flatMap(describeDistance).join('; ')
  return {
    agreement: why === '' ? 'agrees' : 'disagrees',
    why,
    // What is missing can make a grade worse, never better: one that is worse already stays so.
    provisional: hasMissing && !distances.some(({ steps }) => steps > 0),
  }
}

function describeDistance({ steps, when }: { readonly steps: number; readonly when: string }): readonly string[] {
  if (steps === 0) return []
  const count = Math.abs(steps)
  return [`${when}${count} ${count === 1 ? 'step' : 'steps'} ${steps < 0 ? 'better' : 'worse'} than the lecture says`]
}

function toGraded({ figure, step }: Stepped, best: BestWord): Omit<GradedFigure, 'decides'> {
  const doubts = [...figure.doubts, ...doubtStep(figure, step, best)]
  return { ...figure, step, word: toWord(step, best), doubts }
}

/** A range that reaches over a limit leaves the grade open. */
function doubtStep({ id, range }: MeasuredFigure, step: Step, best: BestWord): readonly string[] {
  const others = (range ?? []).map((end) => gradeFigure(id, end)).filter((end) => end !== step)
  return [...new Set(others)].map((other) => `its range reaches into "${toWord(other, best)}"`)
}

function withoutGrade(figure: Figure): readonly GradedFigure[] {
  return figure.kind === 'measured' ? [{ ...figure, step: null, word: null, decides: false }] : []
}
