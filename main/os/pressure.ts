import { readProcFile } from './proc.ts'

/**
 * Share of the last minute, in per cent, in which at least one task waited for memory. Null where the kernel does not
 * tell (before Linux 4.20, without CONFIG_PSI, other systems). Documentation/accounting/psi.rst
 */
export function readMemoryPressure(): number | null {
  const text = readProcFile('/proc/pressure/memory')
  return text === null ? null : parsePressure(text)
}

/** Pure: `some avg10=0.00 avg60=0.01 avg300=0.10 total=7728786`. */
export function parsePressure(text: string): number | null {
  const found = /^some avg10=\S+ avg60=(\d+(?:\.\d+)?) /m.exec(text)?.[1]
  return found === undefined ? null : Number(found)
}
