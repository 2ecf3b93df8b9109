import { describe, expect, test } from 'vitest'
import { diffRuns } from '../../../../main/model/diff/diffRuns.ts'
import { type FailCondition, judgeCondition, parseFailCondition } from '../../../../main/model/diff/failCondition.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

function parse(text: string): FailCondition {
  const parsed = parseFailCondition(text)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.condition
}

describe('a condition', () => {
  test.each([
    [
      'docker.startup>+10%',
      { contender: 'docker', metric: 'startup', direction: '+', threshold: { kind: 'share', share: 0.1 } },
    ],
    [
      ' docker:python.startup_python > +5.5 ms ',
      { contender: 'docker:python', threshold: { kind: 'amount', amount: 5.5, unit: 'ms' } },
    ],
    ['qemu.stop<-1s', { direction: '-', threshold: { amount: 1000, unit: 'ms' } }],
    ['host.startup>+100µs', { threshold: { amount: 0.1, unit: 'ms' } }],
    ['docker.memory_idle>+2MiB', { threshold: { amount: 2 ** 21, unit: 'bytes' } }],
    ['qemu.cpu_cost>+0.1x', { threshold: { amount: 0.1, unit: 'ratio' } }],
  ])('%s is understood', (text, condition) => {
    expect(parse(text)).toMatchObject(condition)
  })

  test.each([
    ['docker', /CONTENDER\.METRIC/],
    ['docker.startup>10%', /CONTENDER\.METRIC/],
    ['docker.startup>+10', /CONTENDER\.METRIC/],
    ['docker.startup>+-10%', /CONTENDER\.METRIC/],
    ['docker.startup>+1e3ms', /no unit/],
    ['docker.startup>=+10%', /CONTENDER\.METRIC/],
    ['docker.startup>-10%', /> stands with \+/],
    ['docker.startup<+10%', /> stands with \+/],
    ['docker.boot>+10%', /no metric boot; there are startup,/],
    ['docker.startup>+10 furlongs', /furlongs is no unit; there are %/],
    ['Docker.startup>+10%', /CONTENDER\.METRIC/],
    ['docker.startup>+10% or so', /no unit|CONTENDER\.METRIC/],
    ['', /CONTENDER\.METRIC/],
  ])('%j is refused with what is wrong', (text, reason) => {
    const parsed = parseFailCondition(text)
    expect(parsed.ok ? 'understood' : parsed.reason).toMatch(reason)
  })
})

describe('what becomes of it', () => {
  const before = finishedRun()
  const slower = diffRuns(before, finishedRun({ number: 2, dockerFactor: 1.5 }))
  const faster = diffRuns(before, finishedRun({ number: 2, dockerFactor: 0.5 }))
  const same = diffRuns(before, finishedRun({ number: 2 }))
  const outcome = (text: string, diff = slower) => judgeCondition(parse(text), diff).outcome

  test('a significant change beyond the limit fails, one within it does not', () => {
    expect(outcome('docker.startup>+45%')).toBe('failed')
    expect(outcome('docker.startup>+55%')).toBe('passed')
    expect(outcome('docker.startup>+100ms')).toBe('failed')
    expect(outcome('docker.startup>+130ms')).toBe('passed')
  })

  test('only a change in its own direction counts', () => {
    expect(outcome('docker.startup<-10%')).toBe('passed')
    expect(outcome('docker.startup<-45%', faster)).toBe('failed')
    expect(outcome('docker.startup>+10%', faster)).toBe('passed')
  })

  test('a change that is not significant passes, however small the limit', () => {
    expect(outcome('docker.startup>+0%', same)).toBe('passed')
    const few = diffRuns(before, finishedRun({ number: 2, dockerFactor: 1.02 }))
    expect(outcome('docker.startup>+1%', few)).toBe('passed')
  })

  test('what there is no test for cannot be told, and does not pass', () => {
    expect(judgeCondition(parse('docker.startup_python>+1%'), slower)).toMatchObject({ outcome: 'unknown' })
    expect(outcome('docker.disk_unique>+1%')).toBe('unknown')
    expect(outcome('docker.startup>+1MiB')).toBe('unknown')
    const short = diffRuns(before, finishedRun({ number: 2, dockerFactor: 9, rounds: 4 }))
    expect(outcome('docker.startup>+1%', short)).toBe('unknown')
  })

  test('is said with the change and its verdict', () => {
    expect(judgeCondition(parse('docker.startup>+1%'), slower).words.replaceAll('\u00a0', ' ')).toMatch(
      /^\+11\d ms, \+(49|50)\.\d %, significant$/,
    )
  })
})
