import type { Driver } from '../drivers/driver.ts'
import { EngineError } from '../model/engineError.ts'
import { findDriver } from './findInstance.ts'

/** Program and arguments that enter a running instance. Rejects with `not_found`, `unsupported`, or as the engine does. */
export async function findEntry(
  drivers: readonly Driver[],
  id: string,
  signal: AbortSignal,
): Promise<{ command: string[] }> {
  const { technology, title, enter } = findDriver(drivers, id)
  if (!enter) throw new EngineError('unsupported', technology, `${title} has nothing that could be entered.`)
  return { command: [...(await enter(id, signal))] }
}
