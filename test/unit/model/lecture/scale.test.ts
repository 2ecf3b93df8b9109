import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FigureId, gradeFigure, toStep, toWord, worstOf } from '../../../../main/model/lecture/scale.ts'
import { type Threshold, thresholds } from '../../../../main/model/lecture/thresholds.ts'

const all = Object.entries(thresholds as Readonly<Record<FigureId, Threshold>>) as [FigureId, Threshold][]
const limits = all.flatMap(([id, threshold]) =>
  threshold.better === 'yes'
    ? []
    : threshold.limits.map(({ at }, index) => ({ id, at, index, better: threshold.better })),
)

describe('a figure', () => {
  it.each(limits)(
    'of $id on the limit $at has the better grade, and past it the worse',
    ({ id, at, index, better }) => {
      const further = better === 'less' ? 1 + 1e-9 : 1 - 1e-9
      expect(gradeFigure(id, at)).toBe(index)
      expect(gradeFigure(id, at * further)).toBe(index + 1)
    },
  )

  it('has a grade wherever it lies, and a better figure never a worse one', () => {
    const figure = fc.double({ noNaN: true })
    fc.assert(
      fc.property(fc.constantFrom(...all), figure, figure, ([id, { better }], one, other) => {
        const [less, more] = [gradeFigure(id, Math.min(one, other)), gradeFigure(id, Math.max(one, other))]
        if (better === 'less') expect(less).toBeLessThanOrEqual(more)
        else expect(more).toBeLessThanOrEqual(less)
      }),
    )
  })

  it('that is a yes or a no has the best or the worst grade', () => {
    expect(gradeFigure('roundtrip', 1)).toBe(0)
    expect(gradeFigure('roundtrip', 0)).toBe(4)
  })

  it('that is no number is refused and not graded', () => {
    expect(() => gradeFigure('cpu_cost', Number.NaN)).toThrow(RangeError)
  })
})

describe('the words', () => {
  it('say how much there is: the best of a cost is low, the best of an ability high', () => {
    expect(toWord(0, 'low')).toBe('low')
    expect(toWord(1, 'low')).toBe('medium low')
    expect(toWord(4, 'low')).toBe('high')
    expect(toWord(0, 'high')).toBe('high')
    expect(toWord(1, 'high')).toBe('medium high')
    expect(toWord(4, 'high')).toBe('low')
  })

  it('come back as the grade they stand for', () => {
    for (const best of ['low', 'high'] as const) {
      for (const step of [0, 1, 2, 3, 4] as const) expect(toStep(toWord(step, best), best)).toBe(step)
    }
  })
})

describe('the worst', () => {
  it('of several grades is the last on the scale, and of none there is none', () => {
    expect(worstOf([0, 3, 1])).toBe(3)
    expect(worstOf([])).toBeNull()
  })
})
