import { expect, it } from 'vitest'
import type { Activity } from '../../../../../main/contract/activity.ts'
import { findLastFailures } from '../../../../../renderer/features/instances/lastFailures.ts'

let last = 0
const activity = (
  instance: string | null,
  state: Activity['state'],
  action: Activity['action'] = 'start',
): Activity => ({
  id: ++last,
  title: `Start ${instance}`,
  action,
  instance,
  state,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: state === 'running' ? null : '2026-01-01T00:00:01.000Z',
  error: null,
  ticket: null,
  freedBytes: null,
  progress: null,
})
const find = (...activities: readonly Activity[]) =>
  findLastFailures(activities, ['jupyterhub', 'qemu']).map(({ instance }) => instance)

it('is of these technologies alone, the newest first', () => {
  expect(
    find(
      activity('jupyterhub:host/bob', 'failed'),
      activity('docker:web', 'failed'),
      activity(null, 'failed'),
      activity('qemu:one', 'failed'),
    ),
  ).toEqual(['jupyterhub:host/bob', 'qemu:one'])
})

it('is over when something else was done with the instance, or is being done', () => {
  const failed = activity('qemu:one', 'failed')
  for (const state of ['running', 'done', 'cancelled'] as const)
    expect(find(activity('qemu:one', state), failed)).toEqual([])
  expect(find(activity('qemu:one', 'failed'), failed)).toHaveLength(1)
})

it('leaves out what tells it in its own dialog', () => {
  expect(find(activity('qemu:one', 'failed', 'clone'))).toEqual([])
})
