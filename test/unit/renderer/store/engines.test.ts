import { ORPCError } from '@orpc/client'
import { beforeEach, expect, test, vi } from 'vitest'
import type { EngineStatus } from '../../../../main/contract/engine.ts'
import { detectEngines, useEngines } from '../../../../renderer/store/engines.ts'

const engines = vi.hoisted(() => ({ detect: vi.fn() }))
vi.mock('../../../../renderer/client.ts', () => ({ client: { engines } }))

const ready = (technology: EngineStatus['technology']): EngineStatus => ({
  technology,
  state: 'ready',
  version: '1.0',
  facts: {},
})
const stateOf = () => Object.values(useEngines.getState().engines).map(({ technology, state }) => [technology, state])

beforeEach(() => {
  vi.resetAllMocks()
  useEngines.setState({
    engines: {
      docker: { technology: 'docker', state: 'checking' },
      qemu: { technology: 'qemu', state: 'checking' },
    },
  })
})

test('an engine that nobody has answered for is forgotten when all others have', async () => {
  engines.detect.mockResolvedValue([ready('docker')])
  await detectEngines()
  expect(stateOf()).toEqual([['docker', 'ready']])
})

test('one that is checked again alone does not make those forgotten that are still being asked', async () => {
  engines.detect.mockResolvedValue([ready('docker')])
  await detectEngines(['docker'])
  expect(stateOf()).toEqual([
    ['docker', 'ready'],
    ['qemu', 'checking'],
  ])
})

test('nor does it say of them that they could not be asked', async () => {
  engines.detect.mockRejectedValue(new ORPCError('INTERNAL_SERVER_ERROR'))
  await detectEngines(['docker'])
  expect(stateOf()).toEqual([
    ['docker', 'unknown'],
    ['qemu', 'checking'],
  ])
})
