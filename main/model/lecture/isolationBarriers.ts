import type { Fact } from '../../contract/metrics.ts'
import type { FactCount } from './countFacts.ts'

/** The facts of `isolation` that say whether the host is reached from within, and what of it then is. */
const barriers = {
  kernel: 'the kernel',
  host_processes: 'the processes',
  host_file: 'files',
  host_port: 'ports on loopback',
} as const

type Barrier = keyof typeof barriers

const ids = Object.keys(barriers) as Barrier[]

/** True when it holds, null when that was not found out. */
export function readBarrier(barrier: Barrier, facts: readonly Fact[]): boolean | null {
  const value = facts.find(({ id }) => id === barrier)?.value
  // The kernel is told by name: `its own (6.1.0)` or `this machine's (6.1.0)`. The others say whether something is reached.
  if (barrier === 'kernel') return typeof value === 'string' ? value.startsWith('its own') : null
  return typeof value === 'boolean' ? !value : null
}

/** How many of the barriers between an instance and the host hold. */
export function countBarriers(facts: readonly Fact[]): FactCount {
  const known = ids.filter((barrier) => readBarrier(barrier, facts) !== null)
  return {
    holds: known.filter((barrier) => readBarrier(barrier, facts)).length,
    known: known.length,
    unknown: ids.length - known.length,
    stated: facts.filter(({ id, basis }) => known.some((barrier) => barrier === id) && basis === 'stated').length,
  }
}

/** What of the host is reached, in words. */
export function listReached(facts: readonly Fact[]): readonly string[] {
  return ids.filter((barrier) => readBarrier(barrier, facts) === false).map((barrier) => barriers[barrier])
}

/** Whether a GPU is seen; null when that was not found out. The fact has its devices as value where one is. */
export function readGpu(facts: readonly Fact[]): boolean | null {
  const value = facts.find(({ id }) => id === 'gpu')?.value
  return value === undefined || value === null ? null : value !== false
}

/** What of the host is kept from it, in words. */
export function listKept(facts: readonly Fact[]): readonly string[] {
  return ids.filter((barrier) => readBarrier(barrier, facts) === true).map((barrier) => barriers[barrier])
}

/** Whether a fact is one of the barriers counted, and holds; undefined for one that is none. */
export function readBarrierOf(fact: Fact): boolean | null | undefined {
  const barrier = ids.find((id) => id === fact.id)
  return barrier && readBarrier(barrier, [fact])
}
