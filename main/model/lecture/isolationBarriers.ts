import type { Fact } from '../../contract/metrics.ts'
import type { FactCount } from './countFacts.ts'

/**
 * The facts of `isolation` that say whether the host is reached from within. Each is put so that `true` means it is, and
 * the barrier does not hold.
 */
const barriers = ['same_kernel', 'host_processes', 'host_file', 'host_loopback'] as const
export type Barrier = (typeof barriers)[number]

/** True when it holds, null when that was not found out. */
export function readBarrier(barrier: Barrier, facts: readonly Fact[]): boolean | null {
  const value = facts.find(({ id }) => id === barrier)?.value
  return typeof value === 'boolean' ? !value : null
}

/** How many of the barriers between an instance and the host hold. */
export function countBarriers(facts: readonly Fact[]): FactCount {
  const known = barriers.filter((barrier) => readBarrier(barrier, facts) !== null)
  return {
    holds: known.filter((barrier) => readBarrier(barrier, facts) === true).length,
    known: known.length,
    unknown: barriers.length - known.length,
    stated: facts.filter(({ id, basis }) => known.some((barrier) => barrier === id) && basis === 'stated').length,
  }
}
