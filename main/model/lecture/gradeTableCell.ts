import type { ContenderSummary } from '../../contract/run.ts'
import type { RowId } from '../comparisonTable.ts'
import { formatQuantity } from '../format.ts'
import { isEmulated } from '../summary/warnings.ts'
import { emulatedReason } from './chooseContender.ts'
import { applies, type MeasuredFigure, readFigure } from './readFigure.ts'
import { type BestWord, type FigureId, gradeFigure, type Step, toWord, type Word, worstOf } from './scale.ts'
import { type Threshold, thresholds } from './thresholds.ts'

/** A grade of one cell of the comparison, with everything it follows from. */
export interface CellGrade {
  readonly word: Word
  /** 0 is the best, 4 the worst, whichever word that is. */
  readonly step: Step
  /** The grade is the worst of these. */
  readonly figures: readonly FigureGrade[]
}

export interface FigureGrade {
  readonly title: string
  /** The figure itself: a grade never stands without its number. */
  readonly text: string
  readonly word: Word
  /** Null where there are no degrees. */
  readonly limits: readonly GradeLimit[] | null
}

export interface GradeLimit {
  readonly word: Word
  /** `up to 100 ms`, `from 20`, or `beyond` for the worst. */
  readonly range: string
  /** Why the limit lies there. */
  readonly reason: string
  readonly isOwn: boolean
}

/** Which figures of the lecture's scale a row of the comparison shows. Rows without one are not graded. */
const figuresOfRows: Partial<
  Readonly<Record<RowId, { readonly figures: readonly FigureId[]; readonly best: BestWord }>>
> = {
  startup: { figures: ['startup'], best: 'low' },
  cpu_cost: { figures: ['cpu_cost'], best: 'low' },
  memory: { figures: ['memory_marginal', 'memory_fixed'], best: 'low' },
  disk: { figures: ['disk_unique'], best: 'low' },
  spawn_cost: { figures: ['spawn_cost'], best: 'low' },
  disk_cost: { figures: ['disk_cost'], best: 'low' },
  deployment: { figures: ['deploy_uncached', 'steps'], best: 'low' },
  artifact: { figures: ['artifact'], best: 'low' },
  platforms: { figures: ['platforms'], best: 'high' },
  roundtrip: { figures: ['roundtrip'], best: 'high' },
  density: { figures: ['density'], best: 'high' },
  isolation: { figures: ['isolation'], best: 'high' },
  abilities: { figures: ['abilities'], best: 'high' },
}

/**
 * Null where the row is not graded, nothing was measured, or the contender is the host, which the others are compared
 * with. Under emulation the reason why there is none: facts are graded there too, figures never. Pure.
 */
export function gradeTableCell(
  row: RowId,
  contender: ContenderSummary,
): CellGrade | { readonly reason: string } | null {
  const graded = figuresOfRows[row]
  if (graded === undefined || contender.technology === 'host') return null
  const measured = graded.figures
    .filter((id) => applies(id, contender.technology))
    .map((id) => readFigure(id, contender))
    .filter((figure) => figure.kind === 'measured')
  const step = worstOf(measured.map(({ id, value }) => gradeFigure(id, value)))
  if (step === null) return null
  if (isEmulated(contender)) return { reason: `${emulatedReason}: not graded` }
  return {
    word: toWord(step, graded.best),
    step,
    figures: measured.map((figure) => describeFigureGrade(figure, graded.best)),
  }
}

/** The figure's grade beside all five, each with its limit and why it lies there. Pure. */
export function describeFigureGrade({ id, title, text, value }: MeasuredFigure, best: BestWord): FigureGrade {
  const step = gradeFigure(id, value)
  return { title, text, word: toWord(step, best), limits: listLimits(thresholds[id], step, best) }
}

function listLimits(threshold: Threshold, own: Step, best: BestWord): readonly GradeLimit[] | null {
  if (threshold.better === 'yes') return null
  const { limits, better, unit } = threshold
  const describe = (at: number) => (unit === 'share' ? `${Math.round(at * 100)} %` : formatQuantity(at, unit))
  const steps = [0, 1, 2, 3] as const
  return [
    ...steps.map((step) => {
      const { at, reason } = limits[step]
      const range = `${better === 'less' ? 'up to' : 'from'} ${describe(at)}`
      return { word: toWord(step, best), range, reason, isOwn: step === own }
    }),
    { word: toWord(4, best), range: better === 'less' ? 'beyond' : 'below', reason: '', isOwn: own === 4 },
  ]
}
