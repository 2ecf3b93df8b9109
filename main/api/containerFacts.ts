import type { ContainerFacts } from '../contract/containerFacts.ts'
import type { Driver } from '../drivers/driver.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { type Answers, askEngines } from './askEngines.ts'

/** Milliseconds: of each container that has failed the engine is asked by itself. */
const deadline = 30_000

/** Of every engine that has containers; one that does not answer in time is named among the failures. */
export async function readContainerFacts(
  drivers: readonly Driver[],
  signal: AbortSignal,
): Promise<{ readonly facts: ContainerFacts[]; readonly failures: Answers<never>['failures'] }> {
  const { found, failures } = await askEngines(
    drivers,
    async ({ technology, containers }) => {
      if (!containers) return []
      const facts = await callWithDeadline(
        { clock: systemClock, engine: technology, deadline, signal },
        containers.readFacts,
      )
      return facts.map((one) => ({ ...one, technology }))
    },
    ({ id }) => id,
  )
  return { facts: found.map(({ technology: _, ...facts }) => facts), failures }
}
