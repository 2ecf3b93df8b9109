import { type Threshold, thresholds } from './thresholds.ts'

/** From the best, 0, to the worst, 4. */
export type Step = 0 | 1 | 2 | 3 | 4

/** The lecture's words for how much there is of something, in the order of their size. */
const words = ['low', 'medium low', 'medium', 'medium high', 'high'] as const
export type Word = (typeof words)[number]

export type FigureId = keyof typeof thresholds

/** Which end of the words is the best: of a cost `low`, of an ability `high`. */
export type BestWord = 'low' | 'high'

const steps: readonly Step[] = [0, 1, 2, 3, 4]
const worst: Step = 4

/** A figure on a limit has the better grade. `roundtrip` takes 1 for yes and 0 for no. Throws RangeError on NaN. */
export function gradeFigure(id: FigureId, value: number): Step {
  if (Number.isNaN(value)) throw new RangeError(`no figure of ${id}`)
  const threshold: Threshold = thresholds[id]
  if (threshold.better === 'yes') return value >= 1 ? 0 : worst
  const isWithin = (limit: number) => (threshold.better === 'less' ? value <= limit : value >= limit)
  return steps[threshold.limits.findIndex(({ at }) => isWithin(at))] ?? worst
}

/** Null of none. */
export function worstOf(grades: readonly Step[]): Step | null {
  return steps.findLast((step) => grades.includes(step)) ?? null
}

export function toWord(step: Step, best: BestWord): Word {
  return words[best === 'low' ? step : 4 - step] ?? 'medium'
}

export function toStep(word: Word, best: BestWord): Step {
  const place = words.indexOf(word)
  return steps[best === 'low' ? place : 4 - place] ?? worst
}
