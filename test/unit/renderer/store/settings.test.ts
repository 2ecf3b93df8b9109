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
