import type { LectureAnswer } from './answer.ts'
import type { ClaimAnswer } from './answerClaims.ts'
import type { GradedFigure, LectureCell } from './gradeCell.ts'
import type { Recommendation } from './recommend.ts'

/** The answer in lines of text: what a terminal wraps and a Markdown cell joins. Nothing here knows of widths or markup. */

/** Row by row, each cell a list of lines; the first row is the heading. */
export function layOutLectureTable({ columns, rows }: LectureAnswer): readonly (readonly (readonly string[])[])[] {
  return [
    [['the lecture, and here'], ...columns.map(({ title }) => [title])],
    ...rows.map(({ title, cells }) => [[title], ...cells.map(describeLectureCell)]),
  ]
}

/** The lecture's word, ours, whether they agree, and each figure with its grade. */
export function describeLectureCell(cell: LectureCell): readonly string[] {
  const { said, word, contender, figures, missing, notes } = cell
  return [
    `lecture: ${said}`,
    ...(word === null ? [] : [`here: ${word}`]),
    describeAgreement(cell),
    ...(contender === null ? [] : [`of ${contender.title}:`]),
    ...figures.map(describeFigure),
    ...describeMissing(missing),
    ...notes,
  ]
}

function describeAgreement({ agreement, provisional, why }: LectureCell): string {
  const limited = provisional ? `${agreement}, as far as it was measured` : agreement
  return why === '' ? limited : `${limited}: ${why}`
}

function describeFigure({ title, text, word, decides, doubts }: GradedFigure): string {
  const grade = word === null ? 'not graded' : `${word}${decides ? ', decides' : ''}`
  return [`${title} ${text} (${grade})`, ...doubts].join('; ')
}

/** What is missing for one and the same reason stands on one line. */
function describeMissing(missing: LectureCell['missing']): readonly string[] {
  const reasons = [...new Set(missing.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const titles = missing.filter((figure) => figure.reason === reason).map(({ title }) => title)
    return `– ${titles.join(', ')}: ${reason}`
  })
}

/** `“Boot up time is in minutes”: disagrees. start-up 2.31 s` */
export function describeClaim({ claim, contender, agreement, evidence }: ClaimAnswer): string {
  return `“${claim}”: ${agreement}. ${contender === null ? '' : `${contender}: `}${evidence}`
}

/** The verdict first, then how it came about and what it does not know. */
export function describeUse({ title, verdict, reasons, ranking, unranked, doubts }: Recommendation): readonly string[] {
  const others = ranking.slice(2).map(({ title, score }) => `${title} ${score.toFixed(2)}`)
  return [
    `${title}: ${verdict}`,
    ...reasons,
    ...(others.length > 0 ? [`further back: ${others.join(', ')}`] : []),
    ...unranked.map(({ title, reason }) => `not ranked: ${title}: ${reason}`),
    ...doubts,
  ]
}
