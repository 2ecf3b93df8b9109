import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunHead } from '../../../../main/contract/run.ts'
import { listCommands } from '../../../../renderer/app/commands.ts'
import { useActiveRun } from '../../../../renderer/store/activeRun.ts'
import { type AppInfo, useApp } from '../../../../renderer/store/app.ts'
import { useConnection } from '../../../../renderer/store/connection.ts'
import { useEngines } from '../../../../renderer/store/engines.ts'
import { pageIds } from '../../../../renderer/store/navigation.ts'
import { useRuns } from '../../../../renderer/store/runs.ts'
import { useSettings } from '../../../../renderer/store/settings.ts'

const { runs, engines, reconnectNow } = vi.hoisted(() => ({
  runs: { start: vi.fn(), cancel: vi.fn() },
  engines: { test: vi.fn() },
  reconnectNow: vi.fn(),
}))
vi.mock('../../../../renderer/client.ts', () => ({ client: { runs, engines }, reconnectNow }))

const host = { id: 'host', title: 'Host', technology: 'host' } as const
const venv = { id: 'venv', title: 'Python venv', technology: 'venv' } as const
const labels = () => listCommands().map(({ label }) => label)

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('history', { pushState: () => undefined })
  vi.stubGlobal('location', { pathname: '/' })
  useConnection.setState({ state: 'open' })
  useActiveRun.setState({ phase: 'idle', id: null, progress: null, problem: null })
  useApp.setState({ info: { contenders: [host, venv] } as unknown as AppInfo, cost: null })
  useEngines.setState({ engines: {} })
  useRuns.setState({ heads: [], shown: null })
  useSettings.setState({ settings: null })
})

describe('the palette', () => {
  it('offers every page, whatever else is the case', () => {
    useConnection.setState({ state: 'refused' })
    const offered = listCommands().map(({ id }) => id)
    expect(offered).toEqual(pageIds.map((id) => `page-${id}`))
  })

  it('offers to connect where that is what is wrong', () => {
    expect(labels()).not.toContain('Try to connect now')
    useConnection.setState({ state: 'lost' })
    listCommands()
      .find(({ id }) => id === 'reconnect')
      ?.run()
    expect(reconnectNow).toHaveBeenCalledOnce()
  })

  it('tests an engine that is ready and can be compared, and no other', () => {
    const ready = (technology: 'venv' | 'docker' | 'conda') =>
      ({ state: 'ready', technology, version: '1', facts: {} }) as const
    useEngines.setState({
      engines: { venv: ready('venv'), conda: ready('conda'), docker: { state: 'checking', technology: 'docker' } },
    })
    engines.test.mockReturnValue(new Promise(() => undefined))
    const tests = listCommands().filter(({ id }) => id.startsWith('test-'))
    expect(tests.map(({ label }) => label)).toEqual(['Test venv'])
    tests[0]?.run()
    expect(engines.test).toHaveBeenCalledWith({ technology: 'venv' }, expect.anything())
  })

  it('starts the comparison that the Compare page has chosen', () => {
    const missing = { state: 'missing', technology: 'venv', why: '', remedy: { text: '' } } as const
    useEngines.setState({ engines: { venv: missing } })
    runs.start.mockReturnValue(new Promise(() => undefined))
    listCommands()
      .find(({ id }) => id === 'run')
      ?.run()
    expect(runs.start).toHaveBeenCalledWith({ contenders: ['host'], profile: 'quick' })
    expect(labels()).not.toContain('Run comparison')
  })

  it('cancels the one that is running, and starts no other', () => {
    useActiveRun.setState({ phase: 'running', id: '20261123T221500-a1b2c3' })
    expect(labels()).not.toContain('Run comparison')
    runs.cancel.mockResolvedValue({})
    listCommands()
      .find(({ id }) => id === 'cancel')
      ?.run()
    expect(runs.cancel).toHaveBeenCalledWith({ id: '20261123T221500-a1b2c3' })
  })

  it('offers to clean up only what is left behind', () => {
    const cost = { cpuShare: null, memoryBytes: 1, host: { cpuShare: null, memoryUsed: 1, memoryTotal: 2 } }
    useApp.setState({ cost: { ...cost, leftBehind: 0 } })
    expect(labels()).not.toContain('Clean up what was left behind')
    useApp.setState({ cost: { ...cost, leftBehind: 2 } })
    expect(labels()).toContain('Clean up what was left behind')
  })

  it('offers the themes that are not in use, and the newest runs', () => {
    useSettings.setState({
      settings: {
        theme: 'dark',
        byteUnits: 'binary',
        profile: 'quick',
        rounds: null,
        budgetMinutes: null,
        comparisonFormOpen: false,
        prices: null,
        welcomed: true,
        favourites: [],
      },
    })
    const head = (second: number) =>
      ({
        id: `20261123T2215${second}-a1b2c3`,
        startedAt: '2026-11-23T22:15:00.000Z',
        contenders: ['host'],
        rounds: { requested: 10, completed: 1 },
      }) as unknown as RunHead
    useRuns.setState({ heads: Array.from({ length: 12 }, (_, index) => head(10 + index)) })
    expect(labels()).toContain('Light theme')
    expect(labels()).not.toContain('Dark theme')
    expect(listCommands().filter(({ group }) => group === 'Recent runs')).toHaveLength(8)
  })

  it('has no two commands of one name', () => {
    const ids = listCommands().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
