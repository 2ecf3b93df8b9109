import { randomUUID } from 'node:crypto'
import type { Instance } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { readExtraData, writeExtraData } from './commands/extraData.ts'
import { listMachineIds } from './commands/listMachines.ts'
import { showMachine } from './commands/showMachine.ts'
import { giveConsole } from './console.ts'
import { describeMachine } from './instance.ts'
import { ledgerKey } from './labels.ts'
import { removeMachineWithFiles } from './removeMachine.ts'

const never = new AbortController().signal

/** Makes a machine that stays and whose UUID is chosen here. When `make` fails or is aborted, nothing of it is left. */
export async function makeKeptMachine(
  deps: DriverDeps,
  signal: AbortSignal,
  make: (uuid: string) => Promise<void>,
): Promise<Instance> {
  const uuid = randomUUID()
  const draft: Draft = {
    ref: uuid,
    make: async () => {
      await make(uuid)
      return uuid
    },
    removeHalf: () => removeUnfinished(deps, uuid, never),
  }
  return keepDraft(deps, draft, signal)
}

interface Draft {
  /** How the ledger names it until it is whole. */
  readonly ref: string
  /** Resolves with its UUID. */
  make(): Promise<string>
  /** Takes away what there is of it. */
  removeHalf(why: unknown): Promise<void>
}

/**
 * Makes a machine that has a ledger row before it exists: of lifetime `run` until it is whole, so that a sweep takes half of one
 * away, then `kept`. Rejects with what failed first: what cannot be taken away now keeps its row, and a later sweep tries again.
 */
export async function keepDraft(deps: DriverDeps, draft: Draft, signal: AbortSignal): Promise<Instance> {
  const row = deps.ledger.record({ technology: 'virtualbox', kind: 'machine', ref: draft.ref, lifetime: 'run' })
  try {
    const instance = await keepMachine(deps, await draft.make(), signal)
    deps.ledger.clear(row.id)
    return instance
  } catch (error) {
    const isGone = await draft.removeHalf(error).then(
      () => true,
      () => false,
    )
    if (isGone) deps.ledger.clear(row.id)
    throw error
  }
}

/** What is whole gets a console, and its row of lifetime `kept`; the machine remembers which one that is. */
async function keepMachine(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<Instance> {
  const kept = deps.ledger.record({ technology: 'virtualbox', kind: 'machine', ref: uuid, lifetime: 'kept' })
  try {
    const settings = await showMachine(deps, uuid, signal)
    await giveConsole(deps, uuid, settings, signal)
    await writeExtraData(deps, uuid, { key: ledgerKey, value: describeRow(deps, kept.id, uuid) }, signal)
    return describeMachine(uuid, settings)
  } catch (error) {
    deps.ledger.clear(kept.id)
    throw error
  }
}

/** A copy made with VirtualBox has the data of the first: the UUID tells them apart. */
function describeRow({ owner }: DriverDeps, row: number, uuid: string): string {
  return `${owner.storeId} ${row} ${uuid}`
}

/** The row of this store's ledger that names it; null where it was not made by it. */
export async function findKeptRow(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<number | null> {
  const kept = await readRow(deps, uuid, signal)
  return kept?.store === deps.owner.storeId ? kept.row : null
}

/** Whether it is whole and somebody's, of whichever store. */
export async function isFinished(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<boolean> {
  return (await readRow(deps, uuid, signal)) !== null
}

async function readRow(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal,
): Promise<{ readonly store: string; readonly row: number } | null> {
  const [store, row, id] = (await readExtraData(deps, uuid, ledgerKey, signal))?.split(' ') ?? []
  return store !== undefined && id === uuid && /^\d+$/.test(row ?? '') ? { store, row: Number(row) } : null
}

/** What a cancelled command has begun VBoxSVC undoes by itself. The UUID was made up here: nobody else's machine has it. */
export async function removeUnfinished(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  try {
    if ((await listMachineIds(deps, signal)).includes(uuid)) await removeMachineWithFiles(deps, uuid, signal)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'not_found') throw error
  }
}
