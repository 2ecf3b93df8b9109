import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createUpdates } from '../../../../main/hosts/electron/updates.ts'

const day = 24 * 60 * 60_000

beforeEach(() => void vi.useFakeTimers({ now: 100 * day }))
afterEach(() => void vi.useRealTimers())

function create({ version = '2.0.0' as string | null, answer = true, checkedAt = 0 } = {}) {
  const journal: string[] = []
  const state = { isComparing: false, checkedAt, finish: () => {} }
  const updates = createUpdates({
    updater: {
      find: async () => {
        journal.push('look')
        return version
      },
      download: (signal) => {
        journal.push('download')
        return new Promise((resolve, reject) => {
          state.finish = resolve
          signal.addEventListener('abort', () => {
            journal.push('abort')
            reject(new Error('cancelled'))
          })
        })
      },
    },
    isComparing: () => state.isComparing,
    ask: async (message) => {
      journal.push(`ask: ${message}`)
      return answer
    },
    tell: (message) => void journal.push(`tell: ${message}`),
    lastCheck: { read: () => state.checkedAt, write: (checkedAt) => void Object.assign(state, { checkedAt }) },
    now: Date.now,
    onLog: (line) => void journal.push(`log: ${line}`),
  })
  return { updates, journal, state }
}

test('nothing is downloaded without consent', async () => {
  const { updates, journal } = create({ answer: false })
  await updates.checkNow()
  expect(journal).toEqual(['look', 'ask: Isoscope 2.0.0 is available.'])
})

test('what was agreed to is downloaded, and said to be installed at the end', async () => {
  const { updates, journal, state } = create()
  const done = updates.checkNow()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(journal).toEqual(['look', 'ask: Isoscope 2.0.0 is available.', 'download'])
  state.finish()
  await done
  expect(journal.at(-1)).toBe('tell: Isoscope 2.0.0 is installed when Isoscope quits.')
})

test('who asks is told that there is none', async () => {
  const { updates, journal } = create({ version: null })
  await updates.checkNow()
  expect(journal).toEqual(['look', 'tell: Isoscope is up to date.'])
})

test('it looks by itself once a day, and says nothing when there is none', async () => {
  const { updates, journal } = create({ version: null, checkedAt: 100 * day - day / 2 })
  updates.start()
  await vi.advanceTimersByTimeAsync(day / 2 - 60_000)
  expect(journal).toEqual([])
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(journal).toEqual(['look'])
  await vi.advanceTimersByTimeAsync(2 * day)
  expect(journal).toEqual(['look', 'look', 'look'])
  updates.stop()
  await vi.advanceTimersByTimeAsync(2 * day)
  expect(journal).toHaveLength(3)
})

test('a version that was declined is not offered again by itself, and is when asked', async () => {
  const { updates, journal } = create({ answer: false })
  updates.start()
  await vi.advanceTimersByTimeAsync(2 * day + 60_000)
  expect(journal.filter((line) => line.startsWith('ask'))).toHaveLength(1)
  expect(journal.filter((line) => line === 'look').length).toBeGreaterThan(1)
  await updates.checkNow()
  expect(journal.filter((line) => line.startsWith('ask'))).toHaveLength(2)
  updates.stop()
})

test('during a comparison nothing is looked for, and who asks is told why', async () => {
  const { updates, journal, state } = create()
  state.isComparing = true
  updates.start()
  await vi.advanceTimersByTimeAsync(day)
  expect(journal).toEqual([])
  await updates.checkNow()
  expect(journal).toEqual(['tell: A comparison is running.'])
  state.isComparing = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(journal).toContain('look')
  updates.stop()
})

test('a comparison that begins ends the download', async () => {
  const { updates, journal, state } = create()
  const done = updates.checkNow()
  await vi.advanceTimersByTimeAsync(5_000)
  state.isComparing = true
  await vi.advanceTimersByTimeAsync(1_000)
  await done
  expect(journal.slice(-2)).toEqual(['abort', 'tell: The download has stopped, because a comparison is running.'])
})

test('one check at a time', async () => {
  const { updates, journal, state } = create()
  const first = updates.checkNow()
  await vi.advanceTimersByTimeAsync(1)
  await updates.checkNow()
  expect(journal.at(-1)).toBe('tell: Isoscope is already looking for an update or downloading it.')
  state.finish()
  await first
})

test('a failure is logged, and told only to who asked', async () => {
  const { updates, journal } = create()
  vi.spyOn(journal, 'push').mockImplementationOnce(() => {
    throw new Error('ENOTFOUND')
  })
  await updates.checkNow()
  expect(journal).toEqual(['log: updates: ENOTFOUND', 'tell: The update cannot be had.'])
})
