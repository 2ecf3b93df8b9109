import { setTimeout as sleep } from 'node:timers/promises'
import type { LaunchedInstance, PreparedContender } from '../../main/drivers/contender.ts'
import { connectDocker } from '../../main/drivers/docker/connect.ts'
import { launchContainer } from '../../main/drivers/docker/launch.ts'
import { watchNetworkEvents } from '../../main/drivers/docker/networkEvents.ts'
import { nameRunContainer } from '../../main/drivers/docker/runContainer.ts'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { median } from '../../main/model/stats/median.ts'
import { createRandom, shuffle } from '../../main/model/stats/random.ts'
import { estimatePairedShift } from '../../main/model/stats/shift.ts'
import { testSignedRank } from '../../main/model/stats/signedRank.ts'
import { judgeShift } from '../../main/model/stats/verdict.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import type { Check } from './check.ts'
import { importDelayedImage } from './delayedImage.ts'

const comparisons = 20
const rounds = 10
/** The first containers of a daemon that has rested take up to half as long again. */
const warmUps = 5
/** Milliseconds: the engine goes on clearing away for a while after a container's removal. */
const settleMs = 200
const lateMs = 50
const runId = '20260101T000000-bebebe'

type Start = (signal: AbortSignal) => Promise<LaunchedInstance>

/**
 * Twenty comparisons of ten rounds on real containers, each with three: one, the same again, and one that waits 50 ms
 * before it is ready. The same again must not be found different more often than by chance; the late one always.
 */
export async function checkNullPairs(deps: DriverDeps): Promise<readonly Check[]> {
  const { signal } = new AbortController()
  const run = { runId, variables: workloadVariables, onStep: () => undefined }
  const prepared = await findContender(createDrivers(deps), 'docker').prepare(run, signal)
  const image = importDelayedImage(deps.tools)
  const late = await prepareLate(deps, image.name, signal)
  try {
    const same = startReady(prepared)
    for (let warmUp = 0; warmUp < warmUps; warmUp++) {
      for (const start of [same, late.start]) await time(start, signal)
    }
    const found: Comparison[] = []
    for (let number = 1; number <= comparisons; number++) {
      found.push(await compare([same, same, late.start], number, signal))
    }
    return describe(found)
  } finally {
    late.close()
    image.remove()
    await prepared.dispose()
  }
}

function startReady(prepared: PreparedContender): Start {
  return (signal) => prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
}

async function prepareLate(deps: DriverDeps, image: string, signal: AbortSignal) {
  const client = await connectDocker(deps, signal)
  const events = await watchNetworkEvents(client, signal)
  let counter = 0
  const start: Start = (launchSignal) => {
    const spec = { image, args: ['ready'], variables: workloadVariables, labels: { 'isoscope.run': runId } }
    const name = nameRunContainer(`${runId}-late`, ++counter)
    return launchContainer({ client, ledger: deps.ledger, events }, { ...spec, name }, launchSignal)
  }
  return { start, close: () => events.close() }
}

interface Comparison {
  readonly same: Difference
  readonly late: Difference
  /** The same again with exactly 50 ms added to each time: what this machine's noise leaves to be found at all. */
  readonly exact: Difference
}

interface Difference {
  readonly isSignificant: boolean
  /** Milliseconds, of each round. */
  readonly differences: readonly number[]
}

/** Every round has each of the three once, in random order. */
async function compare(starts: readonly Start[], seed: number, signal: AbortSignal): Promise<Comparison> {
  const random = createRandom(seed)
  const times: number[][] = starts.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, start] of shuffle([...starts.entries()], random)) times[index]?.push(await time(start, signal))
  }
  const [one = [], again = [], late = []] = times
  const exact = again.map((value) => value + lateMs)
  return { same: judge(one, again), late: judge(one, late), exact: judge(one, exact) }
}

async function time(start: Start, signal: AbortSignal): Promise<number> {
  await sleep(settleMs)
  const instance = await start(signal)
  await instance.remove()
  return instance.startup
}

/** The rule of a run, for one comparison: measurement.md, "Design of a run". */
function judge(base: readonly number[], other: readonly number[]): Difference {
  const differences = base.map((value, index) => (other[index] ?? Number.NaN) - value)
  const { interval } = estimatePairedShift(differences)
  const verdict = judgeShift({ interval, pAdjusted: testSignedRank(differences).p }, median(base))
  return { differences, isSignificant: verdict === 'different' }
}

/** 20 null comparisons at 5 %: more than 4 significant ones happen in 0.3 % of honest instruments. */
const mostByChance = 4
/** Two counts of the same 20 noisy comparisons differ by more than 2 in one of ten when nine of ten are found. */
const fewerByChance = 2
/** Milliseconds between the 50 asked for and the shift of all 200 pairs: the waiting program starts a second one. */
const mostShiftOff = 5

function describe(found: readonly Comparison[]): readonly Check[] {
  const count = (which: keyof Comparison) => found.filter((one) => one[which].isSignificant).length
  const pool = (which: keyof Comparison) => estimatePairedShift(found.flatMap((one) => one[which].differences))
  const [same, late] = [pool('same'), pool('late')]
  return [
    {
      name: 'null pairs: the same container against itself',
      unit: 'count',
      ours: { significant: count('same'), shiftMs: same.shift },
      reference: { comparisons, rounds },
      limit: `at most ${mostByChance} significant`,
      holds: count('same') <= mostByChance,
    },
    {
      name: 'a container that is ready 50 ms later',
      unit: 'count',
      ours: { significant: count('late') },
      reference: { comparisons, rounds, exactlyAdded: count('exact') },
      limit: `significant in all; where the machine's noise hides even 50 ms added to the times, at most ${fewerByChance} fewer`,
      holds:
        count('late') === comparisons ||
        (count('exact') < comparisons && count('late') >= count('exact') - fewerByChance),
    },
    {
      name: 'shift of a container that is ready 50 ms later, all pairs together',
      unit: 'ms',
      ours: { shift: late.shift, ...late.interval },
      reference: { shift: lateMs, pairs: comparisons * rounds },
      limit: `within ${mostShiftOff} ms`,
      holds: Math.abs(late.shift - lateMs) <= mostShiftOff,
    },
  ]
}
