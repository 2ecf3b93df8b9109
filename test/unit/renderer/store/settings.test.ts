import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Settings } from '../../../../main/contract/settings.ts'
import { chooseByteUnits, formatQuantity } from '../../../../main/model/format.ts'
import { useRunRequest } from '../../../../renderer/store/runRequest.ts'
import { changeSettings, loadSettings, useSettings } from '../../../../renderer/store/settings.ts'

const settings = vi.hoisted(() => ({ get: vi.fn(), change: vi.fn() }))
vi.mock('../../../../renderer/client.ts', () => ({ client: { settings } }))

const stored: Settings = {
  theme: 'system',
  byteUnits: 'binary',
  profile: 'standard',
  rounds: 20,
  budgetMinutes: null,
  comparisonFormOpen: false,
  prices: null,
  welcomed: true,
  favourites: [],
}

beforeEach(() => {
  vi.resetAllMocks()
  useSettings.setState({ settings: null, problem: null })
  useRunRequest.setState({ profile: 'quick', rounds: null, budgetMinutes: null })
  settings.get.mockResolvedValue(stored)
  settings.change.mockImplementation(async (change: Partial<Settings>) => ({ ...stored, ...change }))
})
afterEach(() => chooseByteUnits('binary'))

test('the next comparison begins with the stored profile and rounds', async () => {
  await loadSettings()
  expect(useSettings.getState().settings).toEqual(stored)
  expect(useRunRequest.getState()).toMatchObject({ profile: 'standard', rounds: 20 })
})

test('what was chosen for it by hand outlives a new connection and other changes', async () => {
  await loadSettings()
  useRunRequest.setState({ profile: 'thorough', rounds: 3 })
  await loadSettings()
  await changeSettings({ theme: 'dark' })
  expect(useRunRequest.getState()).toMatchObject({ profile: 'thorough', rounds: 3 })
  await changeSettings({ rounds: null })
  expect(useRunRequest.getState()).toMatchObject({ profile: 'standard', rounds: null })
  await changeSettings({ budgetMinutes: 5 })
  expect(useRunRequest.getState()).toMatchObject({ budgetMinutes: 5 })
})

test('a change shows before it is kept', async () => {
  await loadSettings()
  const answer = Promise.withResolvers<Settings>()
  settings.change.mockReturnValue(answer.promise)
  const changed = changeSettings({ theme: 'light' })
  expect(useSettings.getState().settings?.theme).toBe('light')
  answer.resolve({ ...stored, theme: 'light' })
  await changed
  expect(settings.change).toHaveBeenCalledWith({ theme: 'light' })
})

test('a change that could not be kept is taken back, and says why', async () => {
  await loadSettings()
  const data = { code: 'no_space', engine: 'isoscope', message: 'The disk is full.' }
  settings.change.mockRejectedValue(new ORPCError('ENGINE', { defined: true, data }))
  await changeSettings({ byteUnits: 'decimal' })
  expect(useSettings.getState()).toMatchObject({ settings: stored, problem: { message: 'The disk is full.' } })
  expect(formatQuantity(2 ** 20, 'bytes')).toMatch(/MiB$/)
})

test('decimal units hold for everything the window writes', async () => {
  await loadSettings()
  await changeSettings({ byteUnits: 'decimal' })
  expect(formatQuantity(2 ** 20, 'bytes')).toMatch(/^1\.05\sMB$/)
})

test('an answer that is older than a later change does not take that one back', async () => {
  await loadSettings()
  const answers = [Promise.withResolvers<Settings>(), Promise.withResolvers<Settings>()] as const
  const loaded = Promise.withResolvers<Settings>()
  settings.change.mockReturnValueOnce(answers[0].promise).mockReturnValueOnce(answers[1].promise)
  settings.get.mockReturnValue(loaded.promise)
  const loading = loadSettings()
  const first = changeSettings({ theme: 'dark' })
  const second = changeSettings({ comparisonFormOpen: true })
  loaded.resolve(stored)
  await loading
  expect(useSettings.getState().settings).toMatchObject({ theme: 'dark', comparisonFormOpen: true })
  answers[0].resolve({ ...stored, theme: 'dark' })
  await first
  expect(useSettings.getState().settings).toMatchObject({ theme: 'dark', comparisonFormOpen: true })
  answers[1].resolve({ ...stored, theme: 'dark', comparisonFormOpen: true })
  await second
  expect(useSettings.getState().settings).toMatchObject({ theme: 'dark', comparisonFormOpen: true })
})

test('what could not be kept is taken back without what has been changed since', async () => {
  await loadSettings()
  const refused = Promise.withResolvers<Settings>()
  settings.change.mockReturnValueOnce(refused.promise)
  const first = changeSettings({ theme: 'dark' })
  await changeSettings({ comparisonFormOpen: true })
  refused.reject(new Error('the connection has ended'))
  await first
  expect(useSettings.getState().settings).toEqual({ ...stored, comparisonFormOpen: true })
})
