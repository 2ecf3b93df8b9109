import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import { chooseActions } from '../actions.ts'
import type { Lifecycle } from '../driver.ts'
import type { LedgerRow } from '../ledger.ts'
import type { FakeClock } from './clock.ts'
import type { FakeOptions } from './options.ts'
import { inventLogs } from './use.ts'
import type { FakeWorld } from './world.ts'

interface Kept {
  readonly instance: Instance
  readonly row: LedgerRow
}

const abilities = ['start', 'stop', 'restart', 'pause', 'resume', 'kill', 'rename', 'remove', 'logs'] as const

/** Kept instances that live in memory, and the list of them. `onChange`: the list is another one. */
export function createFakeLifecycle(
  options: FakeOptions,
  world: FakeWorld,
  clock: FakeClock,
  onChange: () => void,
): { readonly lifecycle: Lifecycle; list(): readonly Instance[] } {
  const { technology } = options
  /** null while one is being made: the name is taken, and nobody sees it. */
  const kept = new Map<string, Kept | null>()
  const find = (id: string): Kept => {
    const found = kept.get(id)
    if (!found) throw new EngineError('not_found', technology, 'There is no such instance.')
    return found
  }
  const become = (id: string, state: Instance['state']) => {
    const { instance, row } = find(id)
    const lives = state === 'running' || state === 'paused'
    const startedAt = lives ? (instance.startedAt ?? new Date().toISOString()) : null
    kept.set(id, { row, instance: { ...instance, state, startedAt, actions: chooseActions(abilities, state) } })
    onChange()
  }
  const turn = async (id: string, state: 'running' | 'paused' | 'stopped', signal: AbortSignal) => {
    find(id)
    await clock.pass('power', signal)
    become(id, state)
  }
  /** What means nothing in the present state is refused. */
  const turnFrom = (from: readonly Instance['state'][], to: 'running' | 'paused' | 'stopped') => {
    return async (id: string, signal: AbortSignal) => {
      const { state } = find(id).instance
      if (!from.includes(state)) throw new EngineError('unsupported', technology, `It is ${state}.`)
      await turn(id, to, signal)
    }
  }
  const checkName = (name: string): string => {
    const checked = instanceNameSchema.safeParse(name)
    if (!checked.success) {
      throw new EngineError('bad_input', technology, checked.error.issues[0]?.message ?? 'This is not a name.')
    }
    if (kept.has(`${technology}:${name}`)) {
      throw new EngineError('name_taken', technology, 'There is an instance of this name already.')
    }
    return checked.data
  }
  const lifecycle: Lifecycle = {
    create: async (spec, signal) => {
      const name = checkName(spec.name)
      const id = `${technology}:${name}`
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
        actions: chooseActions(abilities, 'created'),
        createdAt: new Date().toISOString(),
      }
      kept.set(id, { instance, row })
      onChange()
      return instance
    },
    remove: async (id, signal) => {
      find(id)
      await clock.pass('remove', signal)
      world.unmake(find(id).row)
      kept.delete(id)
      onChange()
    },
    rename: async (id, name, signal) => {
      find(id)
      const renamed = `${technology}:${checkName(name)}`
      await clock.pass('power', signal)
      const { instance, row } = find(id)
      const nextRow = world.make('container', name, 'kept')
      kept.delete(id)
      kept.set(renamed, { instance: { ...instance, id: renamed, name }, row: nextRow })
      world.unmake(row)
      onChange()
    },
    power: {
      start: (id, signal) => turn(id, 'running', signal),
      stop: (id, signal) => turn(id, 'stopped', signal),
      restart: turnFrom(['running'], 'running'),
      pause: turnFrom(['running'], 'paused'),
      resume: turnFrom(['paused'], 'running'),
      kill: turnFrom(['running', 'paused'], 'stopped'),
    },
    logs: (id, wanted, signal) => inventLogs(() => find(id).instance, wanted, signal),
  }
  return { lifecycle, list: () => [...kept.values()].flatMap((one) => (one ? [one.instance] : [])) }
}
