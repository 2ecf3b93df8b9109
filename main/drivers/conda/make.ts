import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { EnvironmentPlace } from '../../contract/environment.ts'
import type { Instance } from '../../contract/instance.ts'
import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { acquireRunLock, type RunLock } from '../../os/runLock.ts'
import type { DriverDeps } from '../driver.ts'
import { writeMark } from '../environmentMark.ts'
import type { LedgerRow } from '../ledger.ts'
import type { OnProgress } from '../onProgress.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { changeEnvironment } from './change.ts'
import { buildArgs as buildInfoArgs, parseInfo } from './commands/info.ts'
import type { CondaProgram, CondaTarget } from './dialect.ts'
import { readCondaEnvironment } from './list.ts'
import { type ResolvedPlace, resolvePlace } from './place.ts'
import { removeOurs } from './removeOurs.ts'
import { runConda } from './run.ts'

export interface MakeOrder {
  readonly place: EnvironmentPlace
  readonly program: CondaProgram
  readonly buildArgs: (target: CondaTarget) => readonly string[]
}

/**
 * Makes an environment where nothing is yet. Until it is finished it has a ledger row of lifetime `run`; then it carries our
 * mark and a row `kept`. Of one that failed or was aborted nothing is left.
 */
export async function makeCondaEnvironment(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  order: MakeOrder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'conda')
  const { place, program } = order
  const info = parseInfo(
    (await runConda(deps, program, { name: 'say where it keeps environments', args: buildInfoArgs() }, signal)).stdout,
  )
  const { prefix } = await resolvePlace(place, info)
  const lock = claimPlace(deps, prefix)
  try {
    // Looked at again: the one who made one here may have finished in between.
    return await makeAt(deps, await resolvePlace(place, info), order, onProgress, signal)
  } finally {
    lock.release()
    finder.forget()
  }
}

async function makeAt(
  deps: DriverDeps,
  { target, prefix }: ResolvedPlace,
  { program, buildArgs }: MakeOrder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  const draft = deps.ledger.record({ technology: 'conda', kind: 'environment', ref: prefix, lifetime: 'run' })
  let kept: LedgerRow | undefined
  /** With its links resolved, as it will be found. */
  let path = prefix
  const call = { name: 'make the environment', args: buildArgs(target) }
  try {
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
    const isTaken = error instanceof EngineError && error.code === 'name_taken'
    const isGone = isTaken || (await removeOurs(deps, prefix, call.args))
    if (kept) deps.ledger.clear(kept.id)
    // What could not be removed is left to a sweep.
    if (isGone) deps.ledger.clear(draft.id)
    throw toEngineError(error, 'conda')
  }
  deps.ledger.clear(draft.id)
  const instance = await readCondaEnvironment(deps, path)
  if (!instance) throw new EngineError('not_found', 'conda', 'The environment was removed as soon as it was made.')
  return instance
}

/** Of all that use this store one at a time makes one at a place: conda would let several, and each would take the other's away. */
function claimPlace(deps: DriverDeps, prefix: string): RunLock {
  const { pid, startTime } = deps.owner
  const name = `conda-${createHash('sha256').update(prefix).digest('hex').slice(0, 16)}.lock`
  try {
    return acquireRunLock(join(deps.paths.home, name), { pid, startTime, what: 'isoscope env create' })
  } catch (cause) {
    if (!(cause instanceof EngineError && cause.code === 'in_use')) throw cause
    throw new EngineError('name_taken', 'conda', 'One of this name is being made just now.', { cause })
  }
}

/** micromamba tells it with its links resolved. */
async function isSamePlace(one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)))
  return a !== null && a === b
}
