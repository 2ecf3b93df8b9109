import { expect, test } from 'vitest'
import type { EngineRows } from '../../../../main/contract/live.ts'
import { createEngineNews } from '../../../../main/hosts/cli/engineNews.ts'

const state = (name: EngineRows['state'], message = 'Nobody answers.'): EngineRows => ({
  technology: 'docker',
  state: name,
  error: name === 'away' ? { code: 'not_running', engine: 'docker', message } : null,
})

test('an engine that goes away is named once with its error, and once when it is back', () => {
  const tell = createEngineNews()
  expect(tell([state('asking')])).toEqual([])
  expect(tell([state('current')])).toEqual([])
  expect(tell([state('away')])).toEqual(['docker: Nobody answers.'])
  expect(tell([state('away', 'Still nobody.')])).toEqual([])
  expect(tell([state('current')])).toEqual(['docker: it answers again.'])
  expect(tell([state('current')])).toEqual([])
  expect(tell([state('away')])).toEqual(['docker: Nobody answers.'])
})

test('an engine that is not installed is no news', () => {
  expect(createEngineNews()([state('absent')])).toEqual([])
})
