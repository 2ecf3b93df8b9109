import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PreparedContender } from '../../main/drivers/contender.ts'
import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { type DensityTask, measureDensity } from '../../main/measure/survey/density.ts'
import { readMemoryInfo } from '../../main/os/memoryInfo.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { withSharedCache } from '../support/sharedCache.ts'

describe('density on real engines', () => {
  let deps: TestDeps
  let prepared: PreparedContender | undefined
  beforeEach(() => {
    deps = withSharedCache(createTestDeps())
  })
  afterEach(async () => {
    await prepared?.dispose()
    deps.removeHome()
  })

  const prepare = async (id: string, onStep: (step: string) => void = () => undefined): Promise<DensityTask> => {
    const run = { runId: '20260101T000000-de5e00', variables: workloadVariables, onStep: () => undefined }
    prepared = await findContender(createDrivers(deps), id).prepare(run, new AbortController().signal)
    return { contender: id, prepared, onStep, settleMs: 200 }
  }
  const countRows = (kind: string) => [...deps.rows.values()].filter((row) => row.kind === kind).length

  it('finds that a further container takes far less than the first, and what ends their row', async () => {
    const task = await prepare('docker')
    const { points, slope, projection } = await measureDensity(task, readMemoryInfo, new AbortController().signal)
    expect(points.length).toBeGreaterThanOrEqual(7)
    const first = points[1]?.pss ?? 0
    if (slope.pss.kind !== 'number' || projection.kind !== 'number') throw new Error('it can be read here')
    expect(slope.pss.ci95?.[0]).toBeGreaterThan(0)
    expect(slope.pss.perInstance).toBeLessThan(first / 2)
    // The bridge has 1,023 ports, whatever the memory of the machine the test runs on.
    expect(projection.instances).toBeLessThanOrEqual(1_023)
    expect(projection.instances).toBeGreaterThan(points.at(-1)?.instances ?? 0)
    expect(countRows('container')).toBe(0)
  })

  it.each([
    ['docker', 'container', 4],
    ['qemu', 'machine', 2],
  ])('leaves none of %s when it is aborted while several run', async (id, kind, number) => {
    const abort = new AbortController()
    const pids: number[] = []
    const task = await prepare(id, (step) => {
      if (step.startsWith(`${number} of`)) abort.abort()
    })
    const watched: PreparedContender = {
      ...task.prepared,
      launch: async (program, signal) => {
        const instance = await task.prepared.launch(program, signal)
        const pid = await instance.hostProcess()
        if (typeof pid === 'number') pids.push(pid)
        return instance
      },
    }
    await expect(measureDensity({ ...task, prepared: watched }, readMemoryInfo, abort.signal)).rejects.toThrow()
    expect(pids).toHaveLength(number)
    expect(pids.filter(isAlive)).toEqual([])
    expect(countRows(kind)).toBe(0)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
