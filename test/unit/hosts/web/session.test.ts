import { expect, test } from 'vitest'
import { codeLifetime, createSessions } from '../../../../main/hosts/web/session.ts'

function createClock() {
  const clock = { time: 1_000, now: () => clock.time }
  return clock
}

test('a code has at least 128 bits and is another one each time', () => {
  const sessions = createSessions(createClock().now)
  const [one, other] = [sessions.issueCode(), sessions.issueCode()]
  expect(Buffer.from(one, 'base64url').length * 8).toBeGreaterThanOrEqual(128)
  expect(one).not.toBe(other)
})

test('a code is traded for a token, once', () => {
  const sessions = createSessions(createClock().now)
  const code = sessions.issueCode()
  const token = sessions.redeemCode(code)
  expect(token).not.toBeNull()
  expect(sessions.isToken(token ?? '')).toBe(true)
  expect(sessions.redeemCode(code)).toBeNull()
})

test('a code lives 60 seconds', () => {
  const clock = createClock()
  const sessions = createSessions(clock.now)
  expect(codeLifetime).toBe(60_000)
  const late = sessions.issueCode()
  clock.time += 60_000
  expect(sessions.redeemCode(late)).toBeNull()
  const inTime = sessions.issueCode()
  clock.time += 59_999
  expect(sessions.redeemCode(inTime)).not.toBeNull()
})

test('a wrong code is refused and does not use up the right one', () => {
  const sessions = createSessions(createClock().now)
  const code = sessions.issueCode()
  for (const wrong of ['', 'x', `${code}x`, code.slice(1)]) expect(sessions.redeemCode(wrong)).toBeNull()
  expect(sessions.redeemCode(code)).not.toBeNull()
})

test('a new code replaces the one before', () => {
  const sessions = createSessions(createClock().now)
  const before = sessions.issueCode()
  const after = sessions.issueCode()
  expect(sessions.redeemCode(before)).toBeNull()
  expect(sessions.redeemCode(after)).not.toBeNull()
})

test('every token stays valid, also after its code would have been too old', () => {
  const clock = createClock()
  const sessions = createSessions(clock.now)
  const tokens = [1, 2, 3].map(() => sessions.redeemCode(sessions.issueCode()) ?? '')
  clock.time += 24 * 3_600_000
  expect(tokens.map((token) => sessions.isToken(token))).toEqual([true, true, true])
})

test('neither a code nor anything else is a token', () => {
  const sessions = createSessions(createClock().now)
  const code = sessions.issueCode()
  expect(sessions.isToken(code)).toBe(false)
  const token = sessions.redeemCode(code) ?? ''
  for (const wrong of ['', code, `${token}x`, token.slice(1)]) expect(sessions.isToken(wrong)).toBe(false)
})
