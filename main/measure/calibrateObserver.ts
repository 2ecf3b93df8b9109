import type { PreparedContender } from '../drivers/contender.ts'
import { type Observation, pairedDifference } from '../model/stats/paired.ts'
import { createRandom } from '../model/stats/random.ts'
import { launchProgram } from '../os/launcher.ts'
import { nsToMs } from '../os/monotonic.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import { watchRound } from './roundMonitor.ts'

/** What being observed adds to the host's start-up, in milliseconds. */
export interface ObserverCost {
  readonly unit: 'ms'
  readonly pairs: number
  readonly median: number
  readonly ci95: [number, number] | null
}

interface ObserverSubject {
  readonly host: PreparedContender
  readonly tools: ProbeTools
  readonly variables: Readonly<Record<string, string>>
  readonly seed: number
  readonly pairs?: number
}

const defaultPairs = 40

/** The start-up of a round's probe, and its end. */
const args = ['ready', '--once']

/**
 * Start-up of the probe on the host as a round measures it (in its own cgroup, with the round's monitor reading, through
 * the driver) against the launcher alone, in pairs of random order. What both have is not seen by this: the launcher
 * writes its report of the spawn while the program starts.
 */
export async function calibrateObserver(subject: ObserverSubject, signal: AbortSignal): Promise<ObserverCost> {
  const { seed, pairs = defaultPairs } = subject
  const random = createRandom(seed)
  const observed: Observation[] = []
  const alone: Observation[] = []
  for (let round = 0; round < pairs; round++) {
    const steps = [
      async () => observed.push({ round, value: await startObserved(subject.host, signal) }),
      async () => alone.push({ round, value: await startAlone(subject, signal) }),
    ]
    for (const step of random() < 0.5 ? steps : steps.reverse()) await step()
  }
  const { median, interval } = pairedDifference(alone, observed)
  return { unit: 'ms', pairs, median, ci95: interval && [interval.low, interval.high] }
}

async function startObserved(host: PreparedContender, signal: AbortSignal): Promise<number> {
  const stopWatching = watchRound()
  try {
    const instance = await host.launch({ kind: 'probe', args }, signal)
    await instance.remove()
    return instance.startup
  } finally {
    stopWatching()
  }
}

async function startAlone({ tools, variables }: ObserverSubject, signal: AbortSignal): Promise<number> {
  const launch = { engine: 'host', launchPath: tools.launch, file: tools.probe, args, env: variables }
  const program = await launchProgram(launch, signal)
  try {
    const marker = await program.waitForMarker(signal)
    return nsToMs(marker.at - program.spawnedAt)
  } finally {
    program.sendSignal('SIGKILL')
    await program.waitForExit(AbortSignal.timeout(10_000))
  }
}
