import type { EngineStatus } from '../../../main/contract/engine.ts'
import { profiles, roundsOf } from '../../../main/model/profile.ts'

type View = EngineStatus | { readonly state: 'checking' | 'unknown'; readonly technology: EngineStatus['technology'] }

/**
 * What the first comparison does and how long it takes, from ten rounds on a machine of two cores: 3 min 43 s with an emulated
 * virtual machine, 27 s without.
 */
export function describeFirstRun(views: readonly View[]): string {
  const machine = views.find(({ technology, state }) => technology === 'qemu' && state === 'ready')
  const isEmulated = machine?.state === 'ready' && machine.facts.accelerator?.startsWith('TCG') === true
  const time = isEmulated
    ? 'about four minutes, nearly all of it the virtual machine, which is emulated here'
    : 'about a minute'
  return `Quick profile: ${roundsOf(profiles.quick)} rounds, ${time}. It can be cancelled at any time, and everything it creates is removed afterwards.`
}

/** Whether any of them takes part with the host, or may yet turn out to. */
export function canBeCompared(views: readonly View[]): boolean {
  return views.some(({ state }) => state === 'ready' || state === 'checking')
}
