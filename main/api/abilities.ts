import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { EngineError } from '../model/engineError.ts'
import { type Answers, askEngines } from './askEngines.ts'

/** Abilities that only some engines have, with what they are called. */
const words = {
  volumes: 'volumes',
  networks: 'networks',
  diskKeeper: 'account of its disk',
  projects: 'Compose projects',
} as const
type AbilityName = keyof typeof words

type Ability<N extends AbilityName> = NonNullable<Driver[N]>

/** Of the engine that an id or a technology names. Throws `unsupported`. */
export function requireAbility<N extends AbilityName>(
  drivers: readonly Driver[],
  name: N,
  idOrTechnology: string,
): { readonly technology: Technology; readonly ability: Ability<N> } {
  const driver = drivers.find(({ technology }) => idOrTechnology.split(':')[0] === technology)
  const ability = driver?.[name]
  if (driver && ability) return { technology: driver.technology, ability: ability as Ability<N> }
  throw new EngineError('unsupported', 'isoscope', `${driver?.title ?? 'This engine'} has no ${words[name]}.`)
}

/** Milliseconds: an engine may have much to read before it can answer. */
const deadline = 120_000

/** Of every engine that has the ability; one that does not answer in time is named among the failures. */
export function askAbility<N extends AbilityName, T extends { readonly technology: Technology }>(
  drivers: readonly Driver[],
  name: N,
  question: {
    readonly ask: (ability: Ability<N>, signal: AbortSignal) => Promise<readonly T[]>
    readonly nameOf: (one: T) => string
  },
  signal: AbortSignal,
): Promise<Answers<T>> {
  return askEngines(
    drivers,
    async (driver) => {
      const ability = driver[name] as Ability<N> | undefined
      if (!ability) return []
      const options = { clock: systemClock, engine: driver.technology, deadline, signal }
      return callWithDeadline(options, (given) => question.ask(ability, given))
    },
    question.nameOf,
  )
}
