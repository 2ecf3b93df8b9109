import type { EngineStatus } from '../../contract/engine.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import type { Driver, DriverDeps } from '../driver.ts'
import { createFakeClock, type FakeClock, waitForAbort } from './clock.ts'
import { createFakeContender } from './contender.ts'
import { createFakeEvents } from './events.ts'
import { createFakeLifecycle } from './lifecycle.ts'
import type { FakeOptions } from './options.ts'
import { inventReading } from './use.ts'
import { createFakeWorld } from './world.ts'

export interface FakeDriver extends Driver {
  /** What exists in the invented engine now. */
  readonly things: ReadonlySet<string>
}

/**
 * A real driver of an invented engine, with invented times: for tests and for work on the interface. It stands in for a
 * technology and never appears among the engines of a user.
 */
export function createFakeDriver(deps: Pick<DriverDeps, 'ledger'>, options: FakeOptions): FakeDriver {
  const world = createFakeWorld(options.technology, deps.ledger)
  const clock = createFakeClock(options, 0)
  const events = createFakeEvents()
  const { lifecycle, list } = createFakeLifecycle(options, world, clock, events.tell)
  return {
    technology: options.technology,
    title: options.title,
    things: world.things,
    detect: (signal) => detectFake(options, clock, signal),
    list: async () => list(),
    events: (signal) => events.listen(signal),
    sample: async (ids, signal) => {
      throwIfAborted(signal, options.technology)
      const wanted = new Set(ids)
      return list()
        .filter(({ id, state }) => wanted.has(id) && (state === 'running' || state === 'paused'))
        .map(inventReading)
    },
    lifecycle,
    contenders: options.contenders.map((contender, index) =>
      createFakeContender(options, contender, world, createFakeClock(options, index + 1, contender)),
    ),
    reclaim: async (row) => world.reclaim(row.ref),
  }
}

async function detectFake(options: FakeOptions, clock: FakeClock, signal: AbortSignal): Promise<EngineStatus> {
  const { technology, title } = options
  try {
    if (options.state === 'silent') await waitForAbort(technology, signal)
    await clock.pass('detect', signal)
  } catch {
    const why = signal.aborted ? 'Looking for it was cancelled.' : 'It does not answer.'
    return { state: 'broken', technology, version: null, why, remedy: { text: 'Look again' } }
  }
  if (options.state === 'missing') {
    return { state: 'missing', technology, why: `${title} is not installed.`, remedy: { text: 'Install it' } }
  }
  if (options.state === 'broken') {
    return { state: 'broken', technology, version: '1.0', why: `${title} does not run.`, remedy: { text: 'Start it' } }
  }
  return { state: 'ready', technology, version: '1.0', facts: { timings: 'invented' } }
}
