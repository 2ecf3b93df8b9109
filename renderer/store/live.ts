import { create } from 'zustand'
import type { EngineRows, ListedInstance, Total, Usage, UsageSnapshot } from '../../main/contract/live.ts'
import { client } from '../client.ts'
import { indexById, keepSame } from './keepSame.ts'
import { isLost, type Problem, toProblem } from './problem.ts'
import { appendRowSample, forgetRows, keepRows } from './rowSeries.ts'
import { appendTotalSample, beginTotals } from './totalSeries.ts'

interface LiveState {
  /** What is known of each engine; null before the first answer. */
  readonly engines: readonly EngineRows[] | null
  /** Sorted by name within a technology. One that has not changed is the same object as before. */
  readonly instances: readonly ListedInstance[]
  /** Why nothing is sampled at present. */
  readonly paused: string | null
  readonly totals: readonly Total[]
  /** The last sample; empty while nobody looks. */
  readonly usage: ReadonlyMap<string, Usage>
  /** Counts the times that somebody began to look. */
  readonly looks: number
  readonly problem: Problem | null
}

const unsampled = { paused: null, totals: [], usage: new Map<string, Usage>() } as const

export const useLive = create<LiveState>(() => ({
  engines: null,
  instances: [],
  looks: 0,
  problem: null,
  ...unsampled,
}))

/** Milliseconds: two samples further apart than this are not of one series. */
const longestPause = 2_500

/** What exists and what it uses, until aborted or the connection ends. Rows of before stay; figures are those of this look. */
export async function watchLive(signal: AbortSignal): Promise<void> {
  forgetRows()
  beginTotals(signal)
  useLive.setState(({ looks }) => ({ ...unsampled, looks: looks + 1, problem: null }))
  await Promise.all([read(signal, readInventory), read(signal, readUsage)])
}

/** What exists, without what it uses. */
export async function watchInventory(signal: AbortSignal): Promise<void> {
  useLive.setState({ ...unsampled, problem: null })
  await read(signal, readInventory)
}

async function read(signal: AbortSignal, readStream: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    await readStream(signal)
  } catch (error) {
    if (signal.aborted) return
    // A lost connection tells of itself, and the next one reads again.
    if (isLost(error)) showAsLost()
    else useLive.setState({ problem: toProblem(error) })
  }
}

/** What was known is that of before: it has no figures, and nothing can be done to it. */
function showAsLost(): void {
  useLive.setState(({ instances }) => ({
    ...unsampled,
    instances: instances.map((instance) => (instance.stale ? instance : { ...instance, stale: true })),
  }))
}

async function readInventory(signal: AbortSignal): Promise<void> {
  for await (const { engines, instances } of await client.live.inventory({}, { signal })) {
    useLive.setState(({ instances: before }) => ({ engines, instances: keepSame(indexById(before), instances) }))
    keepRows(new Set(instances.map(({ id }) => id)))
  }
}

async function readUsage(signal: AbortSignal): Promise<void> {
  let previous: UsageSnapshot | null = null
  for await (const snapshot of await client.live.usage({ rate: 'full' }, { signal })) {
    if (signal.aborted) return
    showSample(snapshot, previous)
    previous = snapshot
  }
}

function showSample(snapshot: UsageSnapshot, previous: UsageSnapshot | null): void {
  const { at, paused, totals } = snapshot
  const usage = indexById(keepSame(useLive.getState().usage, snapshot.usage))
  const goesOn = previous !== null && previous.paused === null && at - previous.at <= longestPause
  const times = { second: toSecond(at), previous: goesOn ? toSecond(previous.at) : null }
  appendRowSample(usage, times)
  appendTotalSample(paused === null ? totals : [], times)
  useLive.setState({ paused, totals, usage })
}

function toSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

/** Takes back that the user wanted no sampling; the next sample shows it. */
export async function resumeSampling(): Promise<void> {
  try {
    await client.live.pause({ paused: false })
  } catch (error) {
    if (!isLost(error)) useLive.setState({ problem: toProblem(error) })
  }
}
