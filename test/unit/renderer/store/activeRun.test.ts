import { ORPCError } from '@orpc/client'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Progress, RunHead } from '../../../../main/contract/run.ts'
import { resumeRuns, startRun, useActiveRun } from '../../../../renderer/store/activeRun.ts'
import { useRuns } from '../../../../renderer/store/runs.ts'

const runs = vi.hoisted(() => ({
  start: vi.fn(),
  watch: vi.fn(),
  cancel: vi.fn(),
  active: vi.fn(),
  list: vi.fn(),
  get: vi.fn(),
}))
vi.mock('../../../../renderer/client.ts', () => ({ client: { runs } }))

const oldId = '20261123T221500-a1b2c3'
const newId = '20261124T000000-a1b2c4'
const head = (id: string, status: RunHead['status']) => ({ id, status }) as RunHead
const request = { contenders: ['host'], profile: 'quick' as const }

function progress(status: Progress['status'], more: Partial<Progress['contenders'][number]> = {}): Progress {
  const host = { id: 'host', title: 'Host', status: 'measuring' as const, step: null, roundsDone: 1, ...more }
  const times = { elapsedMs: 0, remainingMs: null }
  return { runId: newId, status, stage: 'rounds', round: 1, roundsRequested: 10, ...times, contenders: [host] }
}

async function* report(...reports: Progress[]) {
  yield* reports
}

beforeEach(() => {
  vi.resetAllMocks()
  useActiveRun.setState({ phase: 'idle', id: null, progress: null, problem: null })
  useRuns.setState({ heads: null, shown: null, openingId: null, problem: null })
  runs.list.mockResolvedValue([head(newId, 'running'), head(oldId, 'completed')])
  runs.get.mockImplementation(async ({ id }: { id: string }) => ({ id }))
})

test('a run that was started is watched to its end and its stored result shown', async () => {
  runs.start.mockResolvedValue({ id: newId })
  const seen: unknown[] = []
  const stop = useActiveRun.subscribe(({ phase, progress: now }) => seen.push([phase, now?.status]))
  runs.watch.mockImplementation(async () => report(progress('running'), progress('completed')))
  await startRun(request)
  stop()
  expect(seen).toContainEqual(['running', 'running'])
  expect(useActiveRun.getState()).toMatchObject({ phase: 'idle', id: null, problem: null })
  expect(useRuns.getState().shown?.id).toBe(newId)
})

test('a refused start shows its words and remedy', async () => {
  const data = { code: 'in_use', engine: 'isoscope', message: 'Another one runs.', remedy: { text: 'Wait.' } }
  runs.start.mockRejectedValue(new ORPCError('ENGINE', { defined: true, data }))
  await startRun(request)
  expect(useActiveRun.getState()).toMatchObject({ phase: 'idle', problem: data })
})

test('a run that failed before anything was stored says why', async () => {
  const error = { code: 'no_space' as const, engine: 'isoscope', message: 'The disk is full.' }
  runs.start.mockResolvedValue({ id: newId })
  runs.watch.mockImplementation(async () => report(progress('failed', { status: 'skipped', error })))
  runs.get.mockRejectedValue(new ORPCError('ENGINE', { data: { message: 'There is no such run.' } }))
  await startRun(request)
  expect(useActiveRun.getState().problem?.message).toBe('The disk is full.')
  expect(useRuns.getState().problem).toBeNull()
})

test('after a reload without a run going on the newest finished one is shown', async () => {
  runs.active.mockResolvedValue({ id: null })
  await resumeRuns()
  await vi.waitFor(() => expect(useRuns.getState().shown?.id).toBe(oldId))
  expect(runs.watch).not.toHaveBeenCalled()
})

test('after a reload in the middle of a run it is watched again', async () => {
  runs.active.mockResolvedValue({ id: newId })
  runs.watch.mockImplementation(async () => report(progress('completed')))
  await resumeRuns()
  expect(runs.watch).toHaveBeenCalledWith({ id: newId })
  expect(useRuns.getState().shown?.id).toBe(newId)
})

test('a connection that ends leaves the run as it is, and the next one shows how it ended', async () => {
  runs.start.mockResolvedValue({ id: newId })
  runs.watch.mockImplementation(async function* () {
    yield progress('running')
    throw new Error('closed')
  })
  await startRun(request)
  expect(useActiveRun.getState()).toMatchObject({ phase: 'running', id: newId, problem: null })

  runs.active.mockResolvedValue({ id: null })
  await resumeRuns()
  await vi.waitFor(() => expect(useRuns.getState().shown?.id).toBe(newId))
  expect(useActiveRun.getState()).toMatchObject({ phase: 'idle', progress: null })
})
