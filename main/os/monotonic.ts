/** Now on CLOCK_MONOTONIC, in nanoseconds: the clock that the launcher and the probe use too. Exact up to 104 days of uptime. */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint())
}

export function nsToMs(ns: number): number {
  return ns / 1e6
}
