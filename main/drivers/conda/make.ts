import { realpath, rm } from 'node:fs/promises'
import type { EnvironmentPlace } from '../../contract/environment.ts'
import type { Instance } from '../../contract/instance.ts'
import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { writeMark } from '../environmentMark.ts'
import type { LedgerRow } from '../ledger.ts'
import type { OnProgress } from '../onProgress.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { changeEnvironment } from './change.ts'
import { buildArgs as buildInfoArgs, parseInfo } from './commands/info.ts'
import type { CondaProgram, CondaTarget } from './dialect.ts'
import { readCondaEnvironment } from './list.ts'
import { resolvePlace } from './place.ts'
import { runConda } from './run.ts'

export interface MakeOrder {
  readonly place: EnvironmentPlace
  readonly program: CondaProgram
  readonly buildArgs: (target: CondaTarget) => readonly string[]
}

/** Paths at which one is being made in this process: conda would let two make one at the same place. */
const making = new Set<string>()

/**
 * Makes an environment where nothing is yet. Until it is finished it has a ledger row of lifetime `run`; then it carries our
 * mark and a row `kept`. Of one that failed or was aborted nothing is left.
 */
export async function makeCondaEnvironment(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  { place, program, buildArgs }: MakeOrder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'conda')
  const info = parseInfo(
    (await runConda(deps, program, { name: 'say where it keeps environments', args: buildInfoArgs() }, signal)).stdout,
  )
  const { target, prefix } = await resolvePlace(place, info)
  if (making.has(prefix)) throw new EngineError('name_taken', 'conda', 'One of this name is being made just now.')
  making.add(prefix)
  const draft = deps.ledger.record({ technology: 'conda', kind: 'environment', ref: prefix, lifetime: 'run' })
  let kept: LedgerRow | undefined
  /** With its links resolved, as it will be found. */
  let path = prefix
  try {
    const call = { name: 'make the environment', args: buildArgs(target) }
    const made = await changeEnvironment(deps, program, call, onProgress, signal)
    throwIfAborted(signal, 'conda')
    if (made.prefix !== null && !(await isSamePlace(made.prefix, prefix))) {
      throw new EngineError('bad_output', 'conda', `${program.name} made it somewhere else than expected.`, {
        detail: made.prefix,
      })
    }
    path = await realpath(prefix).catch(() => prefix)
    if (!(await readCondaEnvironment(deps, path))) {
      throw new EngineError(
        'bad_output',
        'conda',
        `${program.name} says that it made an environment, but there is none.`,
      )
    }
    kept = deps.ledger.record({ technology: 'conda', kind: 'environment', ref: path, lifetime: 'kept' })
    await writeMark({ state: 'created', path, owner: deps.owner, row: kept.id })
  } catch (error) {
    // Somebody else's, where the program found that there is one after all.
    const isOurs = !(error instanceof EngineError && error.code === 'name_taken')
    if (isOurs) await rm(prefix, { recursive: true, force: true, maxRetries: 5 })
    if (kept) deps.ledger.clear(kept.id)
    deps.ledger.clear(draft.id)
    throw toEngineError(error, 'conda')
  } finally {
    making.delete(prefix)
    finder.forget()
  }
  deps.ledger.clear(draft.id)
  const instance = await readCondaEnvironment(deps, path)
  if (!instance) throw new EngineError('not_found', 'conda', 'The environment was removed as soon as it was made.')
  return instance
}

/** micromamba tells it with its links resolved. */
async function isSamePlace(one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)))
  return a !== null && a === b
}
