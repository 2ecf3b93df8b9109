import { setTimeout as sleep } from 'node:timers/promises'
import type { Instance } from '../../contract/instance.ts'
import type { LogLine, LogRange } from '../../contract/live.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import type { UsageReading } from '../driver.ts'

/** Counters that grow by themselves: each instance has its own load, which its name decides. */
export function inventReading({ id, name, state }: Instance): UsageReading {
  const at = monotonicNs()
  const load = invent(name)
  const busy = state === 'paused' ? 0 : at
  return {
    id,
    at,
    // A load that swings by a fifth: its integral, which never falls.
    cpuNs: Math.round(load * (busy + 2e9 * Math.sin(busy / 10e9))),
    memory: Math.round(2 ** 24 * (1 + 8 * load)),
    networkReceived: Math.round((busy / 1e9) * load * 1e6),
    networkSent: Math.round((busy / 1e9) * load * 2e5),
    blockRead: Math.round((busy / 1e9) * load * 5e5),
    blockWritten: null,
  }
}

/** `tail` lines (ten where all are wanted), then one every 100 ms while it runs. */
export async function* inventLogs(
  find: () => Instance,
  { follow, tail }: LogRange,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  if (signal.aborted) return
  find()
  const lineOf = (number: number): LogLine => ({
    stream: number % 5 === 0 ? 'stderr' : 'stdout',
    at: new Date().toISOString(),
    text: `${find().name} says ${number}`,
  })
  const past = tail ?? 10
  for (let number = 1; number <= past; number++) yield lineOf(number)
  for (let number = past + 1; follow && !signal.aborted && find().state === 'running'; number++) {
    yield lineOf(number)
    await sleep(100, undefined, { signal }).catch(() => undefined)
  }
}

/** From 0 to 1, the same for the same text. */
function invent(text: string): number {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return sum / 997
}
