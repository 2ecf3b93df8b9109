import type { Contexts } from '../contract/contexts.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { EngineError } from '../model/engineError.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'drivers' | 'store' | 'live'>

/** Milliseconds: through ssh the first answer takes its time. */
const testDeadline = 30_000

export function listContexts({ drivers, store }: Parts): Contexts {
  const { technology, contexts } = requireContexts(drivers)
  return {
    technology,
    contexts: [...contexts.list()],
    chosen: store.contextChoice.read(),
    used: contexts.findUsed(),
  }
}

/** What is listed and watched follows at once. Throws `not_found`. */
export function chooseContext(parts: Parts, name: string | null): Contexts {
  const { technology, contexts } = requireContexts(parts.drivers)
  if (name !== null && !contexts.list().some((one) => one.name === name)) {
    throw new EngineError('not_found', technology, `There is no context ${name}.`, {
      remedy: { text: 'See which there are', command: 'docker context ls' },
    })
  }
  parts.store.contextChoice.choose(name)
  parts.live.refresh(technology)
  return listContexts(parts)
}

export function testContext({ drivers }: Parts, name: string, signal: AbortSignal) {
  const { technology, contexts } = requireContexts(drivers)
  const options = { clock: systemClock, engine: technology, deadline: testDeadline, signal }
  return callWithDeadline(options, (given) => contexts.test(name, given))
}

function requireContexts(drivers: Parts['drivers']) {
  for (const { technology, contexts } of drivers) if (contexts) return { technology, contexts }
  throw new EngineError('unsupported', 'isoscope', 'No engine here has contexts.')
}
