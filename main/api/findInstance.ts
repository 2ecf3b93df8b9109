import type { Instance } from '../contract/instance.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { EngineError } from '../model/engineError.ts'

/** The driver an instance or an image belongs to, as its id says. Throws `not_found`. */
export function findDriver(drivers: readonly Driver[], id: string, thing: 'instance' | 'image' = 'instance'): Driver {
  const driver = drivers.find(({ technology }) => id.startsWith(`${technology}:`))
  if (!driver) throw new EngineError('not_found', 'isoscope', `There is no ${thing} ${describeId(id)}.`)
  return driver
}

/** The instance as its engine lists it now. Rejects with `not_found`, or as the engine does. */
export async function findInstance(driver: Driver, id: string, signal: AbortSignal): Promise<Instance> {
  const instance = (await driver.list(signal)).find((one) => one.id === id)
  if (!instance) throw new EngineError('not_found', driver.technology, `There is no instance ${describeId(id)}.`)
  return instance
}

/** As it may stand in a line of text: anybody can ask for an id. */
function describeId(id: string): string {
  return id.replace(/\p{C}/gu, ' ').slice(0, 120)
}

/** Throws `unsupported` where there is none. */
export function findDriverOf(drivers: readonly Driver[], technology: Technology): Driver {
  const driver = drivers.find((one) => one.technology === technology)
  if (driver) return driver
  throw new EngineError('unsupported', 'isoscope', `There is no ${technology} here.`)
}
