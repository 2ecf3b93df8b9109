import { expect, test } from 'vitest'
import type { Run } from '../../../../main/contract/run.ts'
import { compareEnvironments } from '../../../../main/model/diff/environment.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const before = finishedRun()
const after = finishedRun({ number: 2, dockerFactor: 2 })

function withHost(run: Run, facts: Run['environment']['host']): Run {
  return { ...run, environment: { ...run.environment, host: { ...run.environment.host, ...facts } } }
}

function listChanges(other: Run): readonly string[] {
  return compareEnvironments(before, other).map((change) =>
    `${change.what}: ${change.before} → ${change.after}`.replaceAll('\u00a0', ' '),
  )
}

test('two runs of the same surroundings do not differ, whatever their figures', () => {
  expect(compareEnvironments(before, after)).toEqual([])
})

test('what is of the moment is no difference', () => {
  expect(listChanges(withHost(after, { loadAverage: 9, swapUsedBytes: 5, temperature: 71 }))).toEqual([])
})

test.each([
  [{ kernel: '6.9' }, 'kernel: 6.1 → 6.9'],
  [{ cores: 8 }, 'CPUs: 2 → 8'],
  [{ cpu: 'Another' }, 'CPU: not known → Another'],
  [{ memoryBytes: 2 ** 30 }, 'memory: 24.0 GiB → 1.00 GiB'],
  [{ probeSha256: 'ab' }, 'probe: not known → ab'],
  [{ onBattery: true }, 'on battery: not known → yes'],
  [{ somethingNew: 'x' }, 'somethingNew: not known → x'],
])('%j is named', (facts, change) => {
  expect(listChanges(withHost(after, facts))).toEqual([change])
})

test('a few pages of memory more are the same machine', () => {
  expect(listChanges(withHost(after, { memoryBytes: 24 * 2 ** 30 - 8192 }))).toEqual([])
})

test('engines are compared where both runs have them, and a contender with its labels', () => {
  const engines = { docker: { version: '29.0' }, qemu: { version: '7.2' } }
  const contenders = after.contenders.map((one) =>
    one.id === 'qemu' ? { ...one, labels: { accelerator: 'KVM' } } : one,
  )
  expect(listChanges({ ...after, environment: { ...after.environment, engines }, contenders })).toEqual([
    'docker: version: 20.10 → 29.0',
    'qemu: accelerator: TCG (software emulation) → KVM',
  ])
})

test('a fact that engine and contender both name is said once', () => {
  const withVersion = (run: Run, version: string): Run => ({
    ...run,
    environment: { ...run.environment, engines: { docker: { version } } },
    contenders: run.contenders.map((one) => (one.id === 'docker' ? { ...one, labels: { version } } : one)),
  })
  expect(compareEnvironments(withVersion(before, '1'), withVersion(after, '2'))).toHaveLength(1)
})

test('variables, work and profile are compared too', () => {
  const other: Run = {
    ...after,
    environment: { ...after.environment, variables: { TZ: 'CET' } },
    workload: { ...after.workload, cpuScale: 0.5 },
    profile: 'standard',
  }
  expect(listChanges(other)).toEqual([
    'variable TZ: UTC → CET',
    'scale of the work: 1 → 0.5',
    'profile: quick → standard',
  ])
})

test('another command is told by what is run', () => {
  const ofCommand = (run: Run, ...argv: readonly string[]): Run => ({
    ...run,
    workload: { ...run.workload, id: 'command', command: { argv: [...argv], ignoreFailure: false } },
  })
  const changes = compareEnvironments(ofCommand(before, 'make', 'a b'), ofCommand(after, 'make', 'c'))
  expect(changes).toHaveLength(1)
  expect(changes[0]).toMatchObject({ what: 'workload: command', before: expect.stringContaining('"a b"') })
})
