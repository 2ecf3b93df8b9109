import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { DriverDeps, InstanceSpec, Lifecycle } from '../driver.ts'
import { readMark, writeMark } from '../environmentMark.ts'
import type { LedgerRow } from '../ledger.ts'
import { readKeptEnvironment } from './keptEnvironments.ts'
import { choosePython, requireMaker, runMaker } from './makers.ts'

interface VenvSpec extends InstanceSpec {
  /** venv where not given. */
  readonly maker?: string | null
  /** A version; the usual one where not given. */
  readonly python?: string | null
}

/** Environments have no processes, so there is nothing to start or stop. */
export function createVenvLifecycle(deps: DriverDeps): Lifecycle {
  return {
    create: (spec, signal) => createEnvironment(deps, spec, signal),
    remove: (id, signal) => removeEnvironment(deps, id, signal),
  }
}

/**
 * Made where it stays, because an environment cannot be moved. Until it is finished it carries a mark and a ledger row
 * of lifetime `run`, so nobody lists it, and a crash leaves something that a sweep knows to be half of ours. `fill` is part of
 * making it.
 */
export async function createEnvironment(
  deps: DriverDeps,
  spec: VenvSpec,
  signal: AbortSignal,
  fill: (folder: string) => Promise<void> = async () => undefined,
): Promise<Instance> {
  const path = join(deps.paths.environments, checkName(spec.name))
  const maker = requireMaker(deps, spec.maker ?? null)
  const python = await choosePython(deps, spec.python ?? null, signal)
  const draft = deps.ledger.record({ technology: 'venv', kind: 'environment', ref: path, lifetime: 'run' })
  try {
    await claimFolder(deps, path)
  } catch (error) {
    deps.ledger.clear(draft.id)
    throw error
  }
  let kept: LedgerRow | undefined
  let instance: Instance | null
  try {
    await writeMark({ state: 'creating', path, owner: deps.owner, row: draft.id })
    await runMaker(deps, maker, python, path, signal)
    throwIfAborted(signal, 'venv')
    await fill(path)
    throwIfAborted(signal, 'venv')
    kept = deps.ledger.record({ technology: 'venv', kind: 'environment', ref: path, lifetime: 'kept' })
    await writeMark({ state: 'created', path, owner: deps.owner, row: kept.id })
    instance = await readKeptEnvironment(path, deps.paths.environments)
    if (!instance) throw new EngineError('bad_output', 'venv', `${maker} made a folder that is not an environment.`)
  } catch (error) {
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
    if (kept) deps.ledger.clear(kept.id)
    deps.ledger.clear(draft.id)
    throw toEngineError(error, 'venv')
  }
  deps.ledger.clear(draft.id)
  return instance
}

function checkName(name: string): string {
  const checked = instanceNameSchema.safeParse(name)
  if (checked.success) return checked.data
  throw new EngineError('bad_input', 'venv', checked.error.issues[0]?.message ?? 'This is not a name.')
}

/** mkdir decides between two who want the same name. */
async function claimFolder(deps: DriverDeps, path: string): Promise<void> {
  try {
    await mkdir(deps.paths.environments, { recursive: true })
    await mkdir(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw toEngineError(error, 'venv')
    throw new EngineError('name_taken', 'venv', 'There is an environment of this name already.')
  }
}

/** Once begun it goes on to its end: half an environment is of no use to anybody. */
async function removeEnvironment(deps: DriverDeps, id: string, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal, 'venv')
  const root = deps.paths.environments
  const path = id.startsWith('venv:') ? id.slice('venv:'.length) : ''
  if (!(await readKeptEnvironment(path, root))) throw notFound()
  throwIfAborted(signal, 'venv')
  const mark = await readMark(path)
  const removing = join(root, `.removing-${randomBytes(6).toString('hex')}`)
  const row = deps.ledger.record({ technology: 'venv', kind: 'environment', ref: removing, lifetime: 'run' })
  try {
    // One of two who remove the same finds nothing to rename.
    await rename(path, removing)
  } catch (error) {
    deps.ledger.clear(row.id)
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? notFound() : toEngineError(error, 'venv')
  }
  // Nothing is at its path any more; what is left of it has a row of its own.
  if (mark?.state === 'created' && mark.path === path && mark.owner.storeId === deps.owner.storeId) {
    deps.ledger.clear(mark.row)
  }
  await rm(removing, { recursive: true, force: true, maxRetries: 5 }).catch((error: unknown) => {
    throw toEngineError(error, 'venv')
  })
  deps.ledger.clear(row.id)
}

function notFound(): EngineError {
  return new EngineError('not_found', 'venv', 'There is no such environment.')
}
