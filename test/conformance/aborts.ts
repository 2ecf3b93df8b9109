import { expect } from 'vitest'
import { EngineError } from '../../main/model/engineError.ts'
import type { Subject } from './subject.ts'

/** When an abort comes: at the nth thing that happens (a ledger record or a step that is told), or after some milliseconds. */
export type Moment = { readonly event: number } | { readonly delay: number }

/** Before, at the first events, and at random moments of the time the work usually takes. */
export function chooseMoments(subject: Subject, typical: number, events: number): readonly Moment[] {
  const delays = Array.from({ length: subject.aborts }, (_, index) => ({
    delay: Math.round(((index + Math.random()) / subject.aborts) * typical),
  }))
  return [{ event: 0 }, ...Array.from({ length: events }, (_, index) => ({ event: index + 1 })), ...delays]
}

export interface Aborting {
  readonly signal: AbortSignal
  /** To be called for every step that is told. */
  readonly onStep: () => void
}

/**
 * Runs work that is aborted at that moment. It must be over soon, and either have come to its end or reject with
 * `cancelled`. Returns what it resolved with.
 */
export async function abortAt<T>(
  subject: Subject,
  moment: Moment,
  work: (aborting: Aborting) => Promise<T>,
): Promise<{ readonly done: T } | 'cancelled'> {
  const controller = new AbortController()
  let events = 0
  const note = () => {
    events++
    if ('event' in moment && events === moment.event) controller.abort()
  }
  if ('event' in moment && moment.event === 0) controller.abort()
  const timer = 'delay' in moment ? setTimeout(() => controller.abort(), moment.delay) : undefined
  subject.onRecord = note
  try {
    return { done: await work({ signal: controller.signal, onStep: note }) }
  } catch (error) {
    const what = `aborted at ${JSON.stringify(moment)}: ${error}`
    expect(error, what).toBeInstanceOf(EngineError)
    expect((error as EngineError).code, what).toBe('cancelled')
    return 'cancelled'
  } finally {
    clearTimeout(timer)
    subject.onRecord = () => undefined
  }
}

export async function expectNothingLeft(subject: Subject, after: unknown = ''): Promise<void> {
  await expectLeft(subject, [], after)
}

/** Exactly this exists of the subject. */
export async function expectLeft(subject: Subject, expected: readonly string[], after: unknown): Promise<void> {
  const left = await subject.findLeftovers()
  if (left.join() !== expected.join()) subject.forget()
  expect(left, `after ${JSON.stringify(after)}`).toEqual(expected)
}

/** The EngineError that a promise rejects with; anything else fails the test. */
export async function errorOf(work: Promise<unknown>): Promise<EngineError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (!('error' in outcome)) throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`)
  expect(outcome.error).toBeInstanceOf(EngineError)
  return outcome.error as EngineError
}
