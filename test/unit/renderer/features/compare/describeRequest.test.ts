import { expect, test } from 'vitest'
import { NO_BREAK_SPACE } from '../../../../../main/model/format.ts'
import { explainRequest, summariseRequest } from '../../../../../renderer/features/compare/describeRequest.ts'

const asProfile = { profile: 'standard', rounds: null, budgetMinutes: null, metrics: 'basic' } as const
const plain = (text: string) => text.replaceAll(NO_BREAK_SPACE, ' ')

test('says how long the profile goes on', () => {
  expect(plain(explainRequest(asProfile))).toMatch(/^10, 20, 40 rounds, until .* ±5 %; at most 10 min 0 s\. Start-up/)
  expect(plain(summariseRequest(asProfile))).toBe('standard, up to 40 rounds, at most 10 min 0 s, the basics')
})

test('says what replaces the profile’s own', () => {
  expect(plain(explainRequest({ ...asProfile, rounds: 7 }))).toMatch(/^Exactly 7 rounds after the warm-up\. Start-up/)
  expect(plain(explainRequest({ ...asProfile, rounds: 7, budgetMinutes: 5 }))).toMatch(
    /^7 rounds after the warm-up, no further one after 5 min 0 s\. Start-up/,
  )
  expect(plain(summariseRequest({ ...asProfile, rounds: 1, metrics: 'all' }))).toBe('standard, 1 round, everything')
  expect(plain(summariseRequest({ ...asProfile, profile: 'quick', budgetMinutes: 5 }))).toBe(
    'quick, 10 rounds, at most 5 min 0 s, the basics',
  )
})

test('warns of too few rounds for an interval', () => {
  expect(explainRequest({ ...asProfile, rounds: 5 })).toContain('An interval needs at least 6.')
  expect(explainRequest({ ...asProfile, rounds: 6 })).not.toContain('An interval needs')
})
