import type { EngineStatus } from '../contract/engine.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { noteMeasuringFault } from '../drivers/measuringFault.ts'

/** The state of each engine as soon as that engine has answered, in the order of the answers. */
export async function* detectEngines(
  drivers: readonly Driver[],
  only: readonly Technology[] | undefined,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): AsyncGenerator<EngineStatus, void> {
  const chosen = drivers.filter(({ technology }) => only === undefined || only.includes(technology))
  const pending = new Map(
    chosen.map((driver) => [
      driver.technology,
      driver.detect(signal).then((status) => ({ technology: driver.technology, status })),
    ]),
  )
  while (pending.size > 0) {
    const { technology, status } = await Promise.race(pending.values())
    pending.delete(technology)
    yield noteMeasuringFault(status, platform)
  }
}
