import type { Verbs } from './verbs.ts'

type Answers = { [K in keyof Verbs]?: (...args: Parameters<Verbs[K]>) => ReturnType<Verbs[K]> }

export interface Question {
  readonly id: number
  readonly verb: keyof Verbs
  readonly args: readonly unknown[]
}

export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string })

const answers: Answers = {}

/** Says how a verb is answered. */
export function answer(some: Answers): void {
  Object.assign(answers, some)
}

/** Answers the process that started this one, if that one listens. Ends this process when nobody is there any more. */
export function listenToTest(): void {
  if (!process.send) return
  process.on('message', async ({ id, verb, args }: Question) => {
    const reply = (message: Answer): void => void process.send?.(message)
    try {
      const act = answers[verb] as ((...args: readonly unknown[]) => unknown) | undefined
      if (!act) throw new Error(`The stand-in does not know ${verb}.`)
      reply({ id, value: (await act(...args)) ?? null })
    } catch (error) {
      reply({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  process.on('disconnect', () => process.exit(1))
}
