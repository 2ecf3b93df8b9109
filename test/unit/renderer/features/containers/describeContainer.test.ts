import { describe, expect, it, test } from 'vitest'
import type { ContainerFacts } from '../../../../../main/contract/containerFacts.ts'
import {
  describeAge,
  describeEnding,
  explainEnding,
} from '../../../../../renderer/features/containers/describeContainer.ts'

const facts: ContainerFacts = {
  id: 'docker:a',
  imageId: 'docker:sha256:b',
  command: 'sh',
  ports: [],
  exitCode: 0,
  oomKilled: false,
}
const stopped = { state: 'stopped' } as const

describe('how a container has ended', () => {
  it('is told by its code, and by the signal the code stands for', () => {
    expect(describeEnding(stopped, facts)).toEqual({ text: 'exit 0', isBad: false })
    expect(describeEnding(stopped, { ...facts, exitCode: 3 })).toEqual({ text: 'exit 3', isBad: true })
    expect(describeEnding(stopped, { ...facts, exitCode: 143 })?.text).toBe('exit 143, SIGTERM')
  })
  it('is told as out of memory where the kernel has ended it, whatever the code', () => {
    const killed = { ...facts, exitCode: 137, oomKilled: true }
    expect(describeEnding(stopped, killed)).toEqual({ text: 'out of memory', isBad: true })
    expect(explainEnding(killed)).toMatch(/kernel ended .* memory .* 137/)
  })
  it('is not told of one that runs, has never run, or is not known yet', () => {
    expect(describeEnding({ state: 'running' }, facts)).toBeNull()
    expect(describeEnding({ state: 'created' }, { ...facts, exitCode: null })).toBeNull()
    expect(describeEnding(stopped, undefined)).toBeNull()
  })
})

test.each([
  [40_000, '<\u00a01\u00a0min'],
  [12 * 60_000, '12\u00a0min'],
  [5 * 3_600_000 + 59 * 60_000, '5\u00a0h'],
  [3 * 86_400_000, '3\u00a0d'],
  [-5_000, '<\u00a01\u00a0min'],
])('an age of %d ms is %s', (age, text) => {
  const createdAt = '2026-01-01T10:00:00.000Z'
  expect(describeAge({ createdAt }, Date.parse(createdAt) + age)).toBe(text)
})

test('an age that is not known is a dash', () => {
  expect(describeAge({ createdAt: null }, 0)).toBe('–')
})
