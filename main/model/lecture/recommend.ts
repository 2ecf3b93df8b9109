import type { RunContenders } from './chooseContender.ts'
import { type CriterionGrade, type GradedColumn, gradeColumns } from './gradeColumns.ts'
import type { ColumnId } from './lectureTable.ts'
import { type CriterionId, criteria, lectureUses, rankingRules, type Use, type Weight } from './uses.ts'

/** What the grades say for one use, and how it was counted, so that everybody can count again. */
export interface Recommendation {
  readonly id: string
  readonly title: string
  /** One sentence. */
  readonly verdict: string
  /** Why the first is the first, and what speaks against it. */
  readonly reasons: readonly string[]
  /** Best first; equal ranks are level. */
  readonly ranking: readonly RankedColumn[]
  readonly unranked: readonly { readonly column: ColumnId; readonly title: string; readonly reason: string }[]
  readonly weights: readonly CountedWeight[]
  /** What did not count, and grades that may be worse than they seem because a figure of them is missing. */
  readonly doubts: readonly string[]
}

export interface RankedColumn {
  readonly column: ColumnId
  readonly title: string
  /** 1 is the best. */
  readonly rank: number
  /** 0 when every grade that counted is the worst, 1 when each is the best. */
  readonly score: number
}

export interface CountedWeight extends Weight {
  readonly title: string
  /** Counts only where every ranked column has a grade. */
  readonly counted: boolean
  readonly grades: readonly { readonly column: ColumnId; readonly grade: CriterionGrade }[]
}

/** For the four uses of the lecture. Pure. */
export function recommendForUses(run: RunContenders): readonly Recommendation[] {
  const columns = gradeColumns(run)
  return lectureUses.map((use) => recommend(columns, use))
}

/** For somebody's own weights; those of 0 and below are left out. Pure. */
export function recommendForWeights(
  run: RunContenders,
  weights: Readonly<Partial<Record<CriterionId, number>>>,
): Recommendation {
  const ids = Object.keys(criteria) as CriterionId[]
  const own = ids.map((criterion) => ({ criterion, weight: weights[criterion] ?? 0, reason: 'your own weight' }))
  return recommend(gradeColumns(run), { id: 'own', title: 'Your own weights', weights: own })
}

/**
 * The score of a column is the weighted mean of its grades, 1 for the best and 0 for the worst, over the criteria that
 * every ranked column has. A better grade of a column raises only its own score, so it never lowers its rank. Pure.
 */
export function recommend(columns: readonly GradedColumn[], use: Use): Recommendation {
  const weights = use.weights.filter(({ weight }) => weight > 0)
  const total = sumWeights(weights)
  const enough = columns.filter((column) => shareGraded(column, weights) >= rankingRules.leastOwnShare)
  const unranked = columns
    .filter((column) => !enough.includes(column))
    .map((column) => ({ column: column.id, title: column.title, reason: explainUnranked(column, weights) }))
  const common = weights.filter(({ criterion }) => enough.every(({ grades }) => grades[criterion].kind === 'graded'))
  const isComparable = enough.length > 0 && sumWeights(common) >= rankingRules.leastCommonShare * total
  const ranking = isComparable ? rank(enough, common) : []
  return {
    id: use.id,
    title: use.title,
    ...explain(ranking, columns, common, total),
    ranking,
    unranked: isComparable
      ? unranked
      : columns.map(
          ({ id, title }) =>
            unranked.find(({ column }) => column === id) ?? {
              column: id,
              title,
              reason: 'what it and the others have in common is too little to compare',
            },
        ),
    weights: weights.map((weight) => ({
      ...weight,
      title: criteria[weight.criterion].title,
      counted: isComparable && common.includes(weight),
      grades: columns.map(({ id, grades }) => ({ column: id, grade: grades[weight.criterion] })),
    })),
    doubts: isComparable ? listDoubts(enough, weights, common) : [],
  }
}

function listDoubts(
  ranked: readonly GradedColumn[],
  weights: readonly Weight[],
  common: readonly Weight[],
): readonly string[] {
  return weights.flatMap((weight) => {
    const { title } = criteria[weight.criterion]
    return ranked.flatMap((column) => {
      const grade = column.grades[weight.criterion]
      if (grade.kind === 'missing') return [`not counted: ${title}, missing for ${column.title} (${grade.reason})`]
      if (!common.includes(weight) || grade.missing.length === 0) return []
      return [`${title} of ${column.title} is graded without ${grade.missing.join('; ')}`]
    })
  })
}

function sumWeights(weights: readonly Weight[]): number {
  return weights.reduce((sum, { weight }) => sum + weight, 0)
}

function shareGraded({ grades }: GradedColumn, weights: readonly Weight[]): number {
  const total = sumWeights(weights)
  const graded = weights.filter(({ criterion }) => grades[criterion].kind === 'graded')
  return total === 0 ? 0 : sumWeights(graded) / total
}

function explainUnranked({ grades }: GradedColumn, weights: readonly Weight[]): string {
  const missing = weights.flatMap(({ criterion }) => {
    const grade = grades[criterion]
    return grade.kind === 'missing' ? [{ title: criteria[criterion].title, reason: grade.reason }] : []
  })
  const reasons = [...new Set(missing.map(({ reason }) => reason))]
  if (missing.length === weights.length && reasons.length === 1) return reasons[0] ?? ''
  const groups = reasons.map((reason) => {
    const titles = missing.filter((one) => one.reason === reason).map(({ title }) => title)
    return `${titles.join(', ')} (${reason})`
  })
  return `not enough measured: ${groups.join(', ')}`
}

function rank(columns: readonly GradedColumn[], weights: readonly Weight[]): readonly RankedColumn[] {
  const scored = columns.map((column) => ({ column: column.id, title: column.title, score: score(column, weights) }))
  return scored
    .map((one) => ({ ...one, rank: 1 + scored.filter((other) => isAhead(other.score, one.score)).length }))
    .sort((one, other) => other.score - one.score)
}

function isAhead(score: number, other: number): boolean {
  return score - other > rankingRules.levelMargin
}

function score({ grades }: GradedColumn, weights: readonly Weight[]): number {
  const reached = weights.reduce((sum, { criterion, weight }) => sum + weight * quality(grades[criterion]), 0)
  return reached / sumWeights(weights)
}

function quality(grade: CriterionGrade): number {
  return grade.kind === 'graded' ? (4 - grade.step) / 4 : 0
}

function explain(
  ranking: readonly RankedColumn[],
  columns: readonly GradedColumn[],
  common: readonly Weight[],
  total: number,
): Pick<Recommendation, 'verdict' | 'reasons'> {
  const [first, second] = ranking
  if (first === undefined) return { verdict: 'Not enough measured to say anything.', reasons: [] }
  if (second === undefined) {
    return {
      verdict: `Only ${first.title} is measured enough (${formatScore(first.score)} of 1): there is nothing to compare it with.`,
      reasons: [],
    }
  }
  const level = ranking.filter(({ rank }) => rank === 1)
  const counted = `counted on ${Math.round((100 * sumWeights(common)) / total)} % of the weight`
  if (level.length > 1) {
    const names = level.map(({ title, score }) => `${title} (${formatScore(score)})`).join(' and ')
    return {
      verdict: `${names} are level: the grades here do not decide, ${counted}.`,
      reasons: compare(level[0], level[1], columns, common),
    }
  }
  return {
    verdict: `${first.title} (${formatScore(first.score)} of 1), before ${second.title} (${formatScore(second.score)}), ${counted}.`,
    reasons: compare(first, second, columns, common),
  }
}

function formatScore(score: number): string {
  return score.toFixed(2)
}

/** Criterion by criterion where two differ, the heaviest difference first. */
function compare(
  one: RankedColumn | undefined,
  other: RankedColumn | undefined,
  columns: readonly GradedColumn[],
  weights: readonly Weight[],
): readonly string[] {
  const [own, its] = [one, other].map((ranked) => columns.find(({ id }) => id === ranked?.column))
  if (!own || !its) return []
  return weights
    .flatMap(({ criterion, weight, reason }) => {
      const [mine, theirs] = [own.grades[criterion], its.grades[criterion]]
      if (mine.kind === 'missing' || theirs.kind === 'missing' || mine.step === theirs.step) return []
      const gain = weight * (theirs.step - mine.step)
      const text = `${gain > 0 ? 'for' : 'against'} ${own.title}: ${criteria[criterion].title} ${mine.word} (${mine.because}), of ${its.title} ${theirs.word} (${theirs.because}); ${reason}`
      return [{ gain, text }]
    })
    .sort((a, b) => Math.abs(b.gain) - Math.abs(a.gain))
    .map(({ text }) => text)
}
