import { afterEach, expect, test, vi } from 'vitest'
import type { Activity } from '../../../../main/contract/activity.ts'
import type { Progress } from '../../../../main/contract/run.ts'
import type { Client } from '../../../../main/hosts/electron/client.ts'
import { createRecordedTray } from './recordedTray.ts'

const runId = '20260101T100000-abcdef'
const ended: Progress = {
  runId,
  status: 'completed',
  stage: 'after',
  round: 2,
  roundsRequested: 2,
  elapsedMs: 12_000,
  remainingMs: null,
  contenders: [{ id: 'host', title: 'Host', status: 'completed', step: null, roundsDone: 2 }],
}
const running: Activity = {
  id: 1,
  title: 'Stop web',
  action: 'stop',
  instance: 'docker:a',
  state: 'running',
  startedAt: '2026-01-01T10:00:00.000Z',
  endedAt: null,
  error: null,
  ticket: null,
  freedBytes: null,
  progress: null,
}
const done: Activity = { ...running, state: 'done', endedAt: '2026-01-01T10:00:12.000Z' }

let end = () => {}
afterEach(() => {
  end()
  vi.doUnmock('electron')
})

/** A comparison that ends at once, and these activities, seen by somebody with the window before them or not. */
async function follow(isInFront: boolean, activities: readonly (readonly Activity[])[] = [], notifies = true) {
  const recorded = createRecordedTray({ notifies })
  const shown: (string | undefined)[] = []
  const log: string[] = []
  let isOver = false
  const client = {
    runs: {
      active: async () => ({ id: isOver ? null : runId }),
      watch: async () => {
        isOver = true
        return generate([ended])
      },
      get: () => Promise.reject(new Error('not stored')),
    },
    activity: { watch: async () => generate(activities) },
  } as unknown as Client
  vi.resetModules()
  vi.doMock('electron', () => recorded.module)
  const { notifyOfEnds } = await import('../../../../main/hosts/electron/notifications.ts')
  const window = {
    show: async (address?: string) => void shown.push(address),
    isInFront: () => isInFront,
    chooseFile: async () => null,
  }
  end = notifyOfEnds({ client, window, log: (line) => log.push(line) })
  await vi.waitUntil(() => isOver || !notifies, { timeout: 10_000 })
  // What follows from the end is a matter of a few turns.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  return { notifications: recorded.notifications, shown, log }
}

async function* generate<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}

test('tells of a comparison that has ended, and a click shows it', async () => {
  const { notifications, shown, log } = await follow(false)
  expect(notifications.map(({ title }) => title)).toEqual(['Comparison ended'])
  notifications[0]?.emit('click')
  expect(shown).toEqual([`/?page=compare&run=${runId}`])
  expect(log).toEqual([])
})

test('tells of a long job that began while it looked, and of none that was over before', async () => {
  const { notifications, shown } = await follow(false, [[running, { ...done, id: 2 }], [done]])
  expect(notifications.map(({ title }) => title).toSorted()).toEqual(['Comparison ended', 'Stop web: done'])
  notifications.find(({ title }) => title?.startsWith('Stop'))?.emit('click')
  expect(shown).toEqual(['/?page=live'])
})

test('says nothing to somebody who has the window before them', async () => {
  expect((await follow(true, [[running], [done]])).notifications).toEqual([])
})

test('says nothing where the desktop shows no notifications', async () => {
  expect((await follow(false, [[running], [done]], false)).notifications).toEqual([])
})
