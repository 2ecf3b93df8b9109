import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sample } from '../../../../main/contract/run.ts'
import type { PreparedContender } from '../../../../main/drivers/contender.ts'
import { createDrivers, findContender } from '../../../../main/drivers/registry.ts'
import { createRunFolder } from '../../../../main/drivers/runFolder.ts'
import { measureWork } from '../../../../main/measure/round/measureWork.ts'
import { SampleList } from '../../../../main/measure/round/sampleList.ts'
import { readWorkChecksums, type WorkChecksums, type WorkKind } from '../../../../main/measure/workChecksums.ts'
import { workloadVariables } from '../../../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const signal = new AbortController().signal
const run = { runId: '20260101T000000-000d15', variables: workloadVariables, onStep: () => undefined }
const scale = 0.05
const kernels: Readonly<Record<WorkKind, readonly string[]>> = {
  memory: ['touch', 'chase'],
  spawn: ['processes'],
  disk: ['large', 'small'],
}

let deps: TestDeps
let workChecksums: WorkChecksums

beforeAll(async () => {
  deps = createTestDeps()
  const makeFolder = () => createRunFolder(deps, 'host')
  workChecksums = await readWorkChecksums(
    { tools: deps.tools, variables: workloadVariables, scale, makeFolder },
    signal,
  )
})
afterAll(() => deps.removeHome())

interface Measured {
  readonly samples: readonly Sample[]
  readonly notes: readonly string[]
}

async function measure(kind: WorkKind, prepared: PreparedContender, checksums = workChecksums): Promise<Measured> {
  const notes: string[] = []
  const task = {
    contender: 'any',
    prepared,
    round: 1,
    order: 0,
    plan: 'all',
    cpuScale: scale,
    checksums: new Map(),
    workChecksums: checksums,
    pythonChecksums: new Map(),
    needsDisk: false,
    settleMs: 0,
    onStep: () => undefined,
    onNote: (metric: string, note: string) => notes.push(`${metric}: ${note}`),
  } as const
  const samples = new SampleList(task)
  await measureWork(kind)(task, samples, signal)
  return { samples: samples.all, notes }
}

async function withPrepared(id: string, use: (prepared: PreparedContender) => Promise<void>) {
  const prepared = await findContender(createDrivers(deps), id).prepare(run, signal)
  try {
    await use(prepared)
  } finally {
    await prepared.dispose()
  }
  expect([...deps.rows.values()]).toEqual([])
}

describe('work other than computing', () => {
  it('has checksums of the host, whose folder is gone', () => {
    for (const [kind, names] of Object.entries(kernels)) {
      expect([...workChecksums[kind as WorkKind].keys()]).toEqual(names)
    }
    expect([...deps.rows.values()]).toEqual([])
  })

  it.each(['host', 'docker'])('is done in %s and comes to the same', async (id) => {
    await withPrepared(id, async (prepared) => {
      for (const kind of ['memory', 'spawn', 'disk'] as const) {
        const { samples, notes } = await measure(kind, prepared)
        const parts = kernels[kind].flatMap((part) => [
          { metric: `${kind}_seconds`, part },
          { metric: `${kind}_wall`, part },
        ])
        expect(samples).toMatchObject(parts.map((part) => ({ ...part, ok: true, unit: 's' })))
        for (const sample of samples) expect(sample.ok && sample.value).toBeGreaterThan(0)
        if (kind === 'disk') expect(notes).toEqual([expect.stringMatching(/^disk_cost: on \w+/)])
      }
    })
  })

  it('leaves nothing on the host’s disk while the contender lives', async () => {
    await withPrepared('host', async (prepared) => {
      if (prepared.scratch === undefined || 'absent' in prepared.scratch) throw new Error('the host has a disk')
      await measure('disk', prepared)
      expect(readdirSync(prepared.scratch.path)).toEqual([])
    })
  })

  it('is refused when it comes to something else than on the host', async () => {
    await withPrepared('host', async (prepared) => {
      const wrong = { ...workChecksums, spawn: new Map([['processes', 'invented']]) }
      await expect(measure('spawn', prepared, wrong)).rejects.toMatchObject({ code: 'bad_output' })
    })
  })

  it('is left out where there is no disk, without starting anything', async () => {
    await withPrepared('host', async (prepared) => {
      const without: PreparedContender = {
        ...prepared,
        scratch: { absent: 'no disk' },
        launch: () => Promise.reject(new Error('nothing is to be started')),
      }
      expect((await measure('disk', without)).samples).toEqual([])
    })
  })

  it.runIf(process.platform === 'linux')('says so where the files would be in memory', async () => {
    const folder = mkdtempSync(join('/dev/shm', 'isoscope-test-'))
    try {
      await withPrepared('host', async (prepared) => {
        const { samples } = await measure('disk', { ...prepared, scratch: { path: folder } })
        expect(samples).toMatchObject([
          { ok: false, error: { code: 'unsupported', message: expect.stringContaining('tmpfs') } },
        ])
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
