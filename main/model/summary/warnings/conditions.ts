import type { Run, RunWarning } from '../../../contract/run.ts'
import { formatQuantity } from '../../format.ts'

type HostFacts = Run['environment']['host']

/** Share of the memory below which the kernel is about to take pages from programs. */
const leastAvailable = 0.1
/** Share of the memory that may lie in swap: a long-running machine puts pages there that nobody misses. */
const mostSwapped = 0.01
/** Per cent of the last minute in which some task waited for memory. */
const mostPressure = 1
/** Load per core before anything was started: above it a core was busy half of the last minute with something else. */
const mostLoadPerCore = 0.5

/**
 * Clocks read from a counter of the processor itself, in tens of nanoseconds. Others (hpet, acpi_pm) take a microsecond,
 * and a hypervisor's (kvm-clock, hyperv_clocksource_tsc_page) is corrected by it while we measure.
 */
const processorClocks = ['tsc', 'arch_sys_counter', 'riscv_clocksource']

/** Doubts about the machine as it was when the run began. A fact that is not known raises none. */
export function warnOfConditions(host: HostFacts): readonly RunWarning[] {
  const messages: readonly (readonly [RunWarning['code'], string | null])[] = [
    ['on_battery', warnOfBattery(host)],
    ['memory_pressure', warnOfMemory(host)],
    ['clock_source', warnOfClock(host)],
    ['governor', warnOfGovernor(host)],
    ['virtualised_host', warnOfVirtualisation(host)],
    ['load_at_start', warnOfLoad(host)],
  ]
  return messages.flatMap(([code, message]) => (message === null ? [] : [{ code, message }]))
}

function warnOfBattery({ onBattery }: HostFacts): string | null {
  return onBattery === true ? 'This machine runs on battery: it may slow its processor down at any moment.' : null
}

function warnOfMemory(host: HostFacts): string | null {
  const total = readNumber(host, 'memoryBytes')
  const available = readNumber(host, 'memoryAvailableBytes')
  const swapped = readNumber(host, 'swapUsedBytes')
  const pressure = readNumber(host, 'memoryPressurePercent')
  const signs = [
    ...(total !== null && available !== null && available < leastAvailable * total
      ? [`${formatQuantity(available, 'bytes')} of ${formatQuantity(total, 'bytes')} were available`]
      : []),
    ...(total !== null && swapped !== null && swapped > mostSwapped * total
      ? [`${formatQuantity(swapped, 'bytes')} were in swap`]
      : []),
    ...(pressure !== null && pressure > mostPressure ? [`tasks waited for memory ${pressure} % of a minute`] : []),
  ]
  return signs.length === 0 ? null : `Memory was short when the run began: ${signs.join(', ')}.`
}

function warnOfClock({ clockSource }: HostFacts): string | null {
  if (typeof clockSource !== 'string' || processorClocks.includes(clockSource)) return null
  return `The clock is ${clockSource}, not the processor's own counter: single times may be off by more than the clock's step.`
}

function warnOfGovernor({ governor }: HostFacts): string | null {
  if (governor !== 'powersave') return null
  return "The processor's governor is powersave: short work may run at a lower frequency than long work."
}

function warnOfVirtualisation({ virtualised, hypervisor }: HostFacts): string | null {
  if (virtualised !== true) return null
  const name = typeof hypervisor === 'string' && hypervisor !== '' ? ` (${hypervisor})` : ''
  return `This machine is itself a virtual machine${name}: its neighbours can take processor time that is not seen here.`
}

function warnOfLoad(host: HostFacts): string | null {
  const load = readNumber(host, 'loadAverage')
  const cores = readNumber(host, 'cores')
  if (load === null || cores === null || load <= mostLoadPerCore * cores) return null
  return `The load was ${load.toFixed(2)} on ${cores} core(s) when the run began: something else was running.`
}

function readNumber(host: HostFacts, name: string): number | null {
  const value = host[name]
  return typeof value === 'number' ? value : null
}
