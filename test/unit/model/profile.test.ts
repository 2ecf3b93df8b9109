import { describe, expect, it } from 'vitest'
import { budgetMinutesOf, chooseProfile, roundsOf } from '../../../main/model/profile.ts'
import { countRoundsNeeded } from '../../../main/model/summary/differences.ts'

describe('a profile', () => {
  it.each([
    ['quick', [10]],
    ['standard', [10, 20, 40]],
    ['thorough', [40, 80]],
  ] as const)('%s looks after %j rounds', (id, looks) => {
    expect(chooseProfile(id, {}).looks).toEqual(looks)
  })

  it('has the rounds that the user asks for, and looks at nothing before them', () => {
    const profile = chooseProfile('standard', { rounds: 7, metrics: 'all' })
    expect(profile).toMatchObject({ looks: [7], stopsWhenPrecise: false, budgetMs: null })
  })

  it.each(['quick', 'standard', 'thorough'] as const)('%s ends by the time that the user gives it', (id) => {
    const { budgetMs: _, ...own } = chooseProfile(id, {})
    expect(chooseProfile(id, { budgetMinutes: 3 })).toEqual({ ...own, budgetMs: 180_000 })
    expect(chooseProfile(id, { budgetMinutes: 3, rounds: 7 })).toMatchObject({ looks: [7], budgetMs: 180_000 })
  })

  it('says its limit in minutes, and that there is none', () => {
    expect(budgetMinutesOf(chooseProfile('standard', {}))).toBe(10)
    expect(budgetMinutesOf(chooseProfile('standard', { budgetMinutes: 90 }))).toBe(90)
    expect(budgetMinutesOf(chooseProfile('quick', {}))).toBeNull()
  })

  it('has enough rounds for all metrics to be told from chance', () => {
    // Five contenders beside the host, nearly twenty figures each.
    expect(roundsOf(chooseProfile('quick', { metrics: 'all' }))).toBeGreaterThanOrEqual(countRoundsNeeded(5 * 19))
    expect(roundsOf(chooseProfile('quick', {}))).toBeLessThan(countRoundsNeeded(5 * 19))
    expect(chooseProfile('standard', { metrics: 'all' }).looks).toEqual([12, 20, 40])
  })
})
