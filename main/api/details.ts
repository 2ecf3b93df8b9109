import type { Details } from '../contract/live.ts'
import type { Driver } from '../drivers/driver.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { EngineError } from '../model/engineError.ts'
import { findDriver } from './findInstance.ts'

/** Milliseconds: the disk of a large container takes minutes to add up, and nobody waits for hours. */
const deadline = 120_000

/** PSS and disk of one instance, read now. Rejects with `not_found`, `unsupported` and `timeout`. */
export async function readDetails(drivers: readonly Driver[], id: string, signal: AbortSignal): Promise<Details> {
  const { technology, title, details } = findDriver(drivers, id)
  if (!details) throw new EngineError('unsupported', technology, `${title} tells no details of an instance.`)
  return callWithDeadline({ clock: systemClock, engine: technology, deadline, signal }, (given) => details(id, given))
}
