import { describe, expect, test } from 'vitest'
import type { Run, RunRequest } from '../../../../main/contract/run.ts'
import { findBaseline, readConditions } from '../../../../main/hosts/cli/baseline.ts'
import { UsageError } from '../../../../main/hosts/cli/commandLine.ts'
import type { Client } from '../../../../main/hosts/cli/session.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const request: RunRequest = { contenders: ['host', 'docker'], profile: 'thorough' }

function find(text: string, run: Run = finishedRun(), asked: RunRequest = request) {
  const client = { runs: { find: async () => ({ id: run.id }), get: async () => run } } as unknown as Client
  const values = { baseline: 'last', 'fail-if': [text] }
  return findBaseline(client, values, readConditions(values), asked)
}

describe('before anything is measured, a condition', () => {
  test('about a figure that both runs will have is taken', async () => {
    expect(await find('docker.startup>+10%')).toMatchObject({ conditions: [{ metric: 'startup' }] })
    expect(await find('docker.cpu_cost>+0.1x')).not.toBeNull()
  })

  test.each([
    ['qemu.startup>+10%', /qemu takes no part in this comparison/],
    ['docker.startup_python>+10%', /the baseline has no figure for it/],
    ['docker.isolation>+10%', /the baseline has no figure for it/],
    ['docker.startup>+1MiB', /startup has another unit/],
    ['docker.disk_unique>+10%', /1 sample\(s\) of it in the baseline/],
    ['host.cpu_cost>+10%', /1 by definition/],
  ])('%s is refused', async (text, reason) => {
    await expect(find(text)).rejects.toThrow(UsageError)
    await expect(find(text)).rejects.toThrow(reason)
  })

  test('that no number of rounds asked for can decide is refused', async () => {
    await expect(find('docker.startup>+10%', finishedRun(), { ...request, rounds: 5 })).rejects.toThrow(
      /5 sample\(s\) of it in this comparison/,
    )
    await expect(find('docker.startup>+10%', finishedRun({ rounds: 3 }))).rejects.toThrow(/3 sample\(s\) .* baseline/)
  })

  test('about a cost of other work is refused, about a time it is not', async () => {
    const quick: RunRequest = { ...request, profile: 'quick' }
    await expect(find('docker.cpu_cost>+0.1x', finishedRun(), quick)).rejects.toThrow(/different work/)
    expect(await find('docker.startup>+10%', finishedRun(), quick)).not.toBeNull()
  })

  test('without a baseline, or that cannot be understood, is refused', () => {
    expect(() => readConditions({ 'fail-if': ['docker.startup>+1%'] })).toThrow(/--fail-if needs --baseline/)
    expect(() => readConditions({ baseline: 'last', 'fail-if': ['docker'] })).toThrow(/--fail-if 'docker': it is CONT/)
  })
})

test('without --baseline there is none', async () => {
  expect(await findBaseline({} as Client, {}, [], request)).toBeNull()
})
