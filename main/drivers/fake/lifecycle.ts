import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import type { LedgerRow, Lifecycle } from '../driver.ts'
import type { FakeClock } from './clock.ts'
import type { FakeOptions } from './options.ts'
import type { FakeWorld } from './world.ts'

interface Kept {
  readonly instance: Instance
  readonly row: LedgerRow
}

/** Kept instances that live in memory, and the list of them. */
export function createFakeLifecycle(
  options: FakeOptions,
  world: FakeWorld,
  clock: FakeClock,
): { readonly lifecycle: Lifecycle; list(): readonly Instance[] } {
  const { technology } = options
  /** null while one is being made: the name is taken, and nobody sees it. */
  const kept = new Map<string, Kept | null>()
  const find = (id: string): Kept => {
    const found = kept.get(id)
    if (!found) throw new EngineError('not_found', technology, 'There is no such instance.')
    return found
  }
  const turn = async (id: string, state: 'running' | 'stopped', signal: AbortSignal) => {
    find(id)
    await clock.pass('power', signal)
    const { instance, row } = find(id)
    kept.set(id, { row, instance: { ...instance, state } })
  }
  const lifecycle: Lifecycle = {
    create: async (spec, signal) => {
      const checked = instanceNameSchema.safeParse(spec.name)
      if (!checked.success) {
        throw new EngineError('bad_input', technology, checked.error.issues[0]?.message ?? 'This is not a name.')
      }
      const name = checked.data
      const id = `${technology}:${name}`
      if (kept.has(id)) throw new EngineError('name_taken', technology, 'There is an instance of this name already.')
      kept.set(id, null)
      const row = world.make('container', name, 'kept')
      try {
        await clock.pass('create', signal)
      } catch (error) {
        world.unmake(row)
        kept.delete(id)
        throw error
      }
      const instance: Instance = {
        id,
        technology,
        name,
        state: 'created',
        owner: 'isoscope',
        madeFrom: null,
        startedAt: null,
        actions: ['remove'],
        createdAt: new Date().toISOString(),
      }
      kept.set(id, { instance, row })
      return instance
    },
    remove: async (id, signal) => {
      find(id)
      await clock.pass('remove', signal)
      world.unmake(find(id).row)
      kept.delete(id)
    },
    power: {
      start: (id, signal) => turn(id, 'running', signal),
      stop: (id, signal) => turn(id, 'stopped', signal),
    },
  }
  return { lifecycle, list: () => [...kept.values()].flatMap((one) => (one ? [one.instance] : [])) }
}
