import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { createRandom, type Random } from '../../model/stats/random.ts'
import type { Milliseconds } from '../contender.ts'
import {
  defaultTimings,
  type FakeContenderOptions,
  type FakeOptions,
  type FakeStep,
  type FakeTiming,
} from './options.ts'

/** The invented time of one contender, or of a driver's kept instances. */
export interface FakeClock {
  /** -1 before the first round. */
  readonly round: number
  beginRound(): void
  /** A time of this step, without anything passing. */
  draw(step: FakeStep): Milliseconds
  /** Lets the step happen: returns its time, after the share of it that really passes. Rejects as the options say. */
  pass(step: FakeStep, signal?: AbortSignal): Promise<Milliseconds>
}

export function createFakeClock(options: FakeOptions, index: number, contender?: FakeContenderOptions): FakeClock {
  const random = createRandom(((options.seed ?? 1) + index * 0x9e3779b1) >>> 0)
  let round = -1
  let drift = 1
  const draw = (step: FakeStep) => drawTime(contender?.timings?.[step] ?? defaultTimings[step], random) * drift
  return {
    get round() {
      return round
    },
    beginRound: () => {
      round++
      drift = options.drift?.() ?? 1
    },
    draw,
    pass: async (step, signal) => {
      const time = draw(step)
      const failure = options.failures?.find(
        (one) =>
          one.step === step &&
          (one.contender === undefined || one.contender === contender?.id) &&
          (one.round === undefined || one.round === round),
      )
      if (failure?.how === 'hangs') await waitForAbort(options.technology, signal)
      await letPass(time * (options.waiting ?? 0), options.technology, signal)
      if (failure) {
        throw (
          failure.error ?? new EngineError('engine_failed', options.technology, `The step ${step} failed, as ordered.`)
        )
      }
      return time
    },
  }
}

/** Box and Muller, Annals of Mathematical Statistics 29 (1958). */
function drawTime({ median, spread }: FakeTiming, random: Random): Milliseconds {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(spread * normal)
}

/** Even nothing gives others a turn, so that an abort can come in between. */
async function letPass(time: Milliseconds, engine: string, signal?: AbortSignal): Promise<void> {
  try {
    if (time > 0) await sleep(time, undefined, signal && { signal })
    else await nextTurn(undefined, signal && { signal })
  } catch {
    throw cancelled(engine)
  }
}

/** Rejects with `cancelled` when the signal is aborted; without one it never ends. */
export function waitForAbort(engine: string, signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(cancelled(engine))
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}
