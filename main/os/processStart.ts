import { uptime } from 'node:os'

/** A tick of /proc is 1/100 s on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100

/** The wall-clock time of a start time in /proc/PID/stat, which counts from the boot; to about 10 ms. */
export function describeStart(startTime: string, now = Date.now(), upSeconds = uptime()): string {
  const age = upSeconds - Number(startTime) / ticksPerSecond
  return new Date(now - Math.max(0, age) * 1000).toISOString()
}
