import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ActionRequest, Activity } from '../../../../main/contract/activity.ts'
import { actOnEach } from '../../../../main/hosts/cli/act.ts'
import type { Client } from '../../../../main/hosts/cli/session.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { exampleListed } from '../../../support/liveExample.ts'

let out: string
let err: string

beforeEach(() => {
  out = ''
  err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const never = new AbortController().signal
const requestsOf = (...names: string[]) =>
  names.map((name) => ({
    instance: exampleListed({ id: `docker:${name}`, name }),
    request: { id: `docker:${name}`, action: 'stop' as const },
  }))
const done = ({ id }: ActionRequest): Activity => ({
  id: 1,
  title: 'Stop',
  action: 'stop',
  instance: id,
  state: 'done',
  startedAt: '2026-01-01T10:00:00.000Z',
  endedAt: '2026-01-01T10:00:01.000Z',
  error: null,
  ticket: null,
  freedBytes: null,
  progress: null,
})
const clientWith = (act: (request: ActionRequest) => Promise<Activity>, activity = {}) =>
  ({ instances: { act }, activity }) as unknown as Client

describe('one action on several instances', () => {
  it('tries each, says which is done and which failed with the reason, and counts the failures', async () => {
    const client = clientWith(async (request) => {
      if (request.id === 'docker:b') throw new EngineError('not_found', 'docker', 'It is gone.')
      return done(request)
    })
    const failed = await actOnEach(client, requestsOf('a', 'b', 'c'), ({ name }) => `stopped ${name}`, never)
    expect({ failed, out, err }).toEqual({
      failed: 1,
      out: 'stopped a\nstopped c\n',
      err: 'isoscope: b (docker:b): It is gone.\n',
    })
  })

  it('asks an engine for no more than eight at once', async () => {
    let now = 0
    let most = 0
    const client = clientWith(async (request) => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, 5))
      now--
      return done(request)
    })
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`)
    expect(await actOnEach(client, requestsOf(...names), ({ name }) => name, never)).toBe(0)
    expect(most).toBe(8)
    expect(out.split('\n')).toHaveLength(21)
  })

  it('cancels what is going on when it is interrupted, and begins nothing more', async () => {
    const stop = new AbortController()
    const asked: string[] = []
    const cancels: ((error: Error) => void)[] = []
    const client = clientWith(
      (request) =>
        new Promise((_, reject) => {
          asked.push(request.id)
          cancels.push(reject)
          if (asked.length === 8) stop.abort()
        }),
      {
        watch: async () => [cancels.map((_, index) => ({ id: index, state: 'running' }))],
        cancel: async ({ id }: { id: number }) => cancels[id]?.(new EngineError('cancelled', 'docker', 'Cancelled.')),
      },
    )
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`)
    expect(await actOnEach(client, requestsOf(...names), ({ name }) => name, stop.signal)).toBe(8)
    expect(asked).toHaveLength(8)
    expect(err.match(/Cancelled\./g)).toHaveLength(8)
  })
})
