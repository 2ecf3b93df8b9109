import type { ContainerFacts } from '../../../main/contract/containerFacts.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { dash, isRunning } from '../instances/describeUse.ts'

interface Ending {
  readonly text: string
  /** It has not ended as it should have. */
  readonly isBad: boolean
}

/** 128 and the number of the signal that has ended it, as a shell has it: 137 is SIGKILL. */
const signals: Readonly<Record<number, string>> = {
  129: 'SIGHUP',
  130: 'SIGINT',
  131: 'SIGQUIT',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  141: 'SIGPIPE',
  143: 'SIGTERM',
}

/** How its last life has ended; null for one that runs, or has never run. */
export function describeEnding(
  { state }: Pick<ListedInstance, 'state'>,
  facts: ContainerFacts | undefined,
): Ending | null {
  if (facts === undefined || facts.exitCode === null || isRunning({ state })) return null
  const { exitCode, oomKilled } = facts
  if (oomKilled) return { text: 'out of memory', isBad: true }
  if (exitCode === 0) return { text: 'exit 0', isBad: false }
  const signal = signals[exitCode]
  return { text: signal ? `exit ${exitCode}, ${signal}` : `exit ${exitCode}`, isBad: true }
}

/** What the word in the table means, for whoever points at it. */
export function explainEnding(facts: ContainerFacts | undefined): string | undefined {
  if (facts === undefined || facts.exitCode === null) return undefined
  if (facts.oomKilled) {
    return `The kernel ended a process of it because its memory was used up; it ended with ${facts.exitCode}.`
  }
  return `Its command ended with ${facts.exitCode}.`
}

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
] as const

/** How long ago it was made, in the largest unit that fits: `3 d`, `5 h`, `12 min`. */
export function describeAge({ createdAt }: Pick<ListedInstance, 'createdAt'>, now: number): string {
  if (createdAt === null) return dash
  const age = Math.max(0, now - Date.parse(createdAt))
  const unit = units.find(({ ms }) => age >= ms)
  return unit ? `${Math.floor(age / unit.ms)}\u00a0${unit.name}` : '<\u00a01\u00a0min'
}
