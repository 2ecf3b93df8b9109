import { expect, test } from 'vitest'
import type { Activity } from '../../../../main/contract/activity.ts'
import type { Progress } from '../../../../main/contract/run.ts'
import { describeActivityEnd, describeRunEnd } from '../../../../main/hosts/electron/describeEnds.ts'

const progress: Progress = {
  runId: '20260101T100000-abcdef',
  status: 'completed',
  stage: 'after',
  round: 2,
  roundsRequested: 2,
  elapsedMs: 12_000,
  remainingMs: null,
  contenders: [{ id: 'host', title: 'Host', status: 'completed', step: null, roundsDone: 2 }],
}
const activity: Activity = {
  id: 1,
  title: 'Stop web',
  action: 'stop',
  instance: 'docker:a',
  state: 'done',
  startedAt: '2026-01-01T10:00:00.000Z',
  endedAt: '2026-01-01T10:00:12.000Z',
  error: null,
  ticket: null,
  freedBytes: null,
  progress: null,
}

test('a comparison that has ended says who took part and how long it took', () => {
  const { title, body } = describeRunEnd(progress, null)
  expect(title).toBe('Comparison ended')
  expect(body.replaceAll('\u00a0', ' ')).toBe('Host, in 12 s.')
})

test('one that was cancelled or failed does not look like one that has ended', () => {
  expect(describeRunEnd({ ...progress, status: 'cancelled' }, null).title).toBe('Comparison cancelled')
  const error = { code: 'no_space' as const, engine: 'docker', message: 'The disk is full.' }
  const [one] = progress.contenders
  const failed: Progress = { ...progress, status: 'failed', contenders: one ? [{ ...one, error }] : [] }
  expect(describeRunEnd(failed, null)).toEqual({ title: 'Comparison failed', body: 'The disk is full.' })
})

test('a job is told of when it took long or failed, and never while it goes on', () => {
  expect(describeActivityEnd(activity)?.title).toBe('Stop web: done')
  expect(describeActivityEnd({ ...activity, endedAt: '2026-01-01T10:00:09.000Z' })).toBeNull()
  expect(describeActivityEnd({ ...activity, state: 'running', endedAt: null })).toBeNull()
  const error = { code: 'timeout' as const, engine: 'docker', message: 'It did not stop.' }
  const quick = { ...activity, state: 'failed' as const, endedAt: activity.startedAt, error }
  expect(describeActivityEnd(quick)).toEqual({ title: 'Stop web: failed', body: 'It did not stop.' })
})
