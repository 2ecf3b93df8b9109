import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CriterionGrade, GradedColumn } from '../../../../main/model/lecture/gradeColumns.ts'
import { recommend, recommendForUses, recommendForWeights } from '../../../../main/model/lecture/recommend.ts'
import type { Step } from '../../../../main/model/lecture/scale.ts'
import { type CriterionId, criteria, lectureUses, type Use } from '../../../../main/model/lecture/uses.ts'
import { absent, bestMetrics, emulated, measured, once, share, takePart } from '../../../support/lectureRun.ts'

const ids = Object.keys(criteria) as CriterionId[]
const steps = [0, 1, 2, 3, 4] as const

function grade(step: Step | null): CriterionGrade {
  return step === null
    ? { kind: 'missing', reason: 'not measured' }
    : { kind: 'graded', step, word: 'medium', because: 'a figure', missing: [] }
}

function column(id: GradedColumn['id'], of: (criterion: CriterionId) => Step | null): GradedColumn {
  return {
    id,
    title: id,
    grades: Object.fromEntries(ids.map((criterion) => [criterion, grade(of(criterion))])) as GradedColumn['grades'],
  }
}

function rankOf(columns: readonly GradedColumn[], use: Use, id: GradedColumn['id']): number | undefined {
  return recommend(columns, use).ranking.find((ranked) => ranked.column === id)?.rank
}

describe('the weights of the lecture’s uses', () => {
  it.each(lectureUses.map((use) => [use.title, use] as const))(
    'of %s each say why, from 1 to 5, none twice',
    (_, use) => {
      for (const { weight, reason } of use.weights) {
        expect(weight).toBeGreaterThanOrEqual(1)
        expect(weight).toBeLessThanOrEqual(5)
        expect(reason.length).toBeGreaterThan(10)
      }
      expect(new Set(use.weights.map(({ criterion }) => criterion)).size).toBe(use.weights.length)
    },
  )
})

describe('a recommendation', () => {
  it('is for the column with the better grades, with the reason that counts most first', () => {
    const metrics = bestMetrics()
    const run = {
      contenders: [
        takePart('venv', { ...metrics, abilities: share(1, 9), isolation: absent('not looked at') }),
        takePart('docker', metrics),
        takePart('docker:python', metrics),
      ],
    }
    const devops = recommendForUses(run).find(({ id }) => id === 'devops')
    expect(devops?.ranking.map(({ column, rank }) => [column, rank])).toEqual([
      ['docker', 1],
      ['venv', 2],
    ])
    expect(devops?.verdict).toMatch(
      /^Docker \(1\.00 of 1\), before Virtual env \(0\.77\), counted on 85 % of the weight/,
    )
    expect(devops?.reasons).toEqual([expect.stringMatching(/^for Docker: versatility high .* of Virtual env low/)])
    expect(devops?.doubts).toEqual(['not counted: isolation, missing for Virtual env (not looked at)'])
  })

  it('changes when a grade changes', () => {
    const first = (slow: number) =>
      recommendForUses({
        contenders: [
          takePart('venv', { ...bestMetrics(), cpu_cost: measured(slow, 'ratio') }),
          takePart('docker', bestMetrics()),
          takePart('docker:python', { ...bestMetrics(), deploy_cached: once(60_000, 'ms') }),
        ],
      }).find(({ id }) => id === 'data_science')?.ranking[0]?.column
    expect(first(1)).toBe('venv')
    expect(first(10)).toBe('docker')
  })

  it('says that two are level and does not pick one', () => {
    const contenders = [takePart('venv', bestMetrics()), takePart('docker:python', bestMetrics())]
    for (const { verdict, ranking } of recommendForUses({ contenders })) {
      expect(ranking.map(({ rank }) => rank)).toEqual([1, 1])
      expect(verdict).toMatch(/are level: the grades here do not decide/)
    }
  })

  it('does not rank what is emulated, and says so', () => {
    const contenders = [
      takePart('venv', bestMetrics()),
      takePart('docker', bestMetrics()),
      takePart('qemu', bestMetrics(), { labels: emulated }),
    ]
    for (const { ranking, unranked } of recommendForUses({ contenders })) {
      expect(ranking.map(({ column }) => column)).not.toContain('vm')
      expect(unranked.find(({ column }) => column === 'vm')?.reason).toBe('emulated')
    }
  })

  it('does not compare one with nobody', () => {
    const [use] = recommendForUses({ contenders: [takePart('venv', bestMetrics())] })
    expect(use?.verdict).toMatch(/Only Virtual env is measured enough/)
  })

  it('says that there is not enough where little was measured', () => {
    const contenders = [takePart('venv', { cpu_cost: measured(1, 'ratio') }), takePart('docker', {})]
    for (const use of recommendForUses({ contenders })) {
      expect(use.verdict).toBe('Not enough measured to say anything.')
      expect(use.ranking).toEqual([])
      expect(use.unranked.find(({ column }) => column === 'docker')?.reason).toMatch(/not measured in this run/)
    }
  })

  it('takes scores that hardly differ for level', () => {
    const use: Use = {
      id: 'x',
      title: 'x',
      weights: [
        { criterion: 'computing', weight: 11, reason: 'x' },
        { criterion: 'disk', weight: 1, reason: 'x' },
      ],
    }
    const ranks = (step: Step) =>
      recommend([column('venv', () => 0), column('docker', (id) => (id === 'disk' ? step : 0))], use).ranking.map(
        ({ rank }) => rank,
      )
    expect(ranks(1)).toEqual([1, 1])
    expect(ranks(2)).toEqual([1, 2])
  })

  it('does not compare columns by different things: what they have in common must be enough', () => {
    const use: Use = {
      id: 'x',
      title: 'x',
      weights: ids.slice(0, 10).map((criterion) => ({ criterion, weight: 1, reason: 'x' })),
    }
    const firstSix = column('venv', (criterion) => (ids.indexOf(criterion) < 6 ? 0 : null))
    const lastSix = column('docker', (criterion) => (ids.indexOf(criterion) >= 4 ? 0 : null))
    const { verdict, unranked } = recommend([firstSix, lastSix], use)
    expect(verdict).toMatch(/Not enough/)
    expect(unranked.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringMatching(/in common/)))
  })

  it('says when a grade stands on part of its figures', () => {
    const { density: _, ...metrics } = bestMetrics()
    const contenders = [takePart('venv', bestMetrics()), takePart('docker', metrics)]
    const [science] = recommendForUses({ contenders })
    expect(science?.doubts).toContainEqual(
      expect.stringMatching(/^memory of Docker is graded without memory of one instance more: not measured/),
    )
  })
})

describe('somebody’s own weights', () => {
  const contenders = [
    takePart('venv', { ...bestMetrics(), abilities: share(1, 9) }),
    takePart('docker', { ...bestMetrics(), startup: measured(5_000, 'ms') }),
  ]

  it('decide', () => {
    expect(recommendForWeights({ contenders }, { versatility: 1 }).ranking[0]?.column).toBe('docker')
    expect(recommendForWeights({ contenders }, { startup: 3, versatility: 1 }).ranking[0]?.column).toBe('venv')
  })

  it('of nothing say nothing', () => {
    expect(recommendForWeights({ contenders }, {})).toMatchObject({ ranking: [], weights: [] })
    expect(recommendForWeights({ contenders }, { startup: 0, disk: -1 }).ranking).toEqual([])
  })
})

describe('whatever the grades and weights are', () => {
  const columnIds = ['venv', 'docker', 'vm'] as const
  const someGrade = fc.option(fc.constantFrom(...steps), { nil: null, freq: 8 })
  const someGrades = fc.tuple(...columnIds.map(() => fc.tuple(...ids.map(() => someGrade))))
  const someUse = fc.tuple(...ids.map(() => fc.integer({ min: 0, max: 5 }))).map(
    (weights): Use => ({
      id: 'x',
      title: 'x',
      weights: ids.map((criterion, index) => ({ criterion, weight: weights[index] ?? 0, reason: 'x' })),
    }),
  )
  const toColumns = (grades: readonly (readonly (Step | null)[])[]) =>
    columnIds.map((id, place) => column(id, (criterion) => grades[place]?.[ids.indexOf(criterion)] ?? null))

  it('a better grade never lowers the rank of the column that has it', () => {
    const which = fc.nat({ max: columnIds.length - 1 })
    const criterion = fc.nat({ max: ids.length - 1 })
    fc.assert(
      fc.property(someGrades, someUse, which, criterion, (grades, use, place, index) => {
        const own = grades[place]?.[index]
        if (own === undefined || own === null || own === 0) return
        const better = grades.map((row, at) =>
          row.map((step, of) => (at === place && of === index ? ((own - 1) as Step) : step)),
        )
        const id = columnIds[place] ?? 'venv'
        const [before, after] = [rankOf(toColumns(grades), use, id), rankOf(toColumns(better), use, id)]
        if (before === undefined) expect(after).toBeUndefined()
        else expect(after).toBeLessThanOrEqual(before)
      }),
      { numRuns: 1000 },
    )
  })

  it('every column is either ranked or told why not, scores lie from 0 to 1 and go down', () => {
    fc.assert(
      fc.property(someGrades, someUse, (grades, use) => {
        const { ranking, unranked } = recommend(toColumns(grades), use)
        expect([...ranking, ...unranked].map(({ column }) => column).sort()).toEqual([...columnIds].sort())
        const scores = ranking.map(({ score }) => score)
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
        for (const score of scores) expect(score).toBeGreaterThanOrEqual(0)
        for (const score of scores) expect(score).toBeLessThanOrEqual(1)
        if (ranking.length > 0) expect(ranking[0]?.rank).toBe(1)
      }),
    )
  })
})
