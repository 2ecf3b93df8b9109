import type { ErrorData } from '../contract/errors.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { toEngineError } from '../model/engineError.ts'

export interface Answers<T> {
  readonly found: T[]
  readonly failures: { technology: Technology; error: ErrorData }[]
}

/**
 * Asks all at once. An engine that is not installed has nothing; one that fails is named beside the rest. Sorted by
 * technology, then by what `nameOf` says.
 */
export async function askEngines<T extends { readonly technology: Technology }>(
  drivers: readonly Driver[],
  ask: (driver: Driver) => Promise<readonly T[]>,
  nameOf: (one: T) => string,
): Promise<Answers<T>> {
  const answers: Answers<T> = { found: [], failures: [] }
  await Promise.all(
    drivers.map(async (driver) => {
      try {
        answers.found.push(...(await ask(driver)))
      } catch (error) {
        const reason = toEngineError(error, driver.technology)
        if (reason.code !== 'not_installed') {
          answers.failures.push({ technology: driver.technology, error: reason.toData() })
        }
      }
    }),
  )
  const key = (one: T) => `${one.technology} ${nameOf(one)}`
  answers.found.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return answers
}
