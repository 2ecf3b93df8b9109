import type { ContenderSummary } from '../contract/run.ts'
import type { Settings } from '../contract/settings.ts'

export type Prices = NonNullable<Settings['prices']>

/** What one instance costs a month by the user's prices, or why that cannot be said. */
export type MonthlyCost =
  | { readonly kind: 'cost'; readonly value: string; readonly note: string }
  | { readonly kind: 'absent'; readonly reason: string }

const hoursPerMonth = 730
const bytesPerGib = 2 ** 30

/**
 * Arithmetic, not a measurement: one core in full use on the host costs `vcpuHour`, so the same work here costs that times the CPU
 * cost; the memory of one instance costs `gibHour` per GiB. A month has 730 hours. Pure.
 */
export function computeMonthlyCost(contender: ContenderSummary, prices: Prices): MonthlyCost {
  const { cpu_cost: cpu, memory_idle: memory } = contender.metrics
  if (cpu?.kind !== 'number') return { kind: 'absent', reason: 'no CPU cost was measured' }
  if (memory?.kind !== 'number') return { kind: 'absent', reason: 'no memory was measured' }
  const forCpu = prices.vcpuHour * cpu.median * hoursPerMonth
  const forMemory = prices.gibHour * (memory.median / bytesPerGib) * hoursPerMonth
  return {
    kind: 'cost',
    value: formatMoney(forCpu + forMemory, prices.currency),
    note: `${formatMoney(forCpu, prices.currency)} CPU, ${formatMoney(forMemory, prices.currency)} memory`,
  }
}

/** Three significant digits, and never more than two decimals from 1 on: `23.4 EUR`. */
function formatMoney(amount: number, currency: string): string {
  const figure = Number(amount.toPrecision(3))
  const decimals = figure === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(figure))))
  return `${figure.toFixed(decimals)}\u00a0${currency}`
}
