import type { Run, RunHead } from '../contract/run.ts'
import type { Settings, SettingsChange } from '../contract/settings.ts'
import type { Owner } from '../drivers/ledger.ts'
import type { SampleSink } from '../measure/sampleSink.ts'
import type { Paths } from '../os/paths.ts'
import { identifyProcess } from '../os/processIdentity.ts'
import { type BuildTable, createBuildTable } from './builds.ts'
import { type ClearedRuns, clearRuns, countRuns } from './clearRuns.ts'
import { createContextChoice, type StoredContextChoice } from './contextChoice.ts'
import { openDatabase } from './database.ts'
import { createLedger, type StoredLedger } from './ledger.ts'
import { createRunHistory, type RunHistory } from './runHistory.ts'
import { createRunTable } from './runs.ts'
import { createSearchFolders } from './searchFolders.ts'
import { readStoreId } from './settings.ts'
import { explainingErrors } from './storeErrors.ts'
import { createUserSettings } from './userSettings.ts'

/**
 * What outlives the process: runs with their raw samples, and the ledger. Several processes may have it open at once.
 * Every call throws EngineError: `bad_output` for a damaged file, `no_space`, `permission_denied`, `in_use`.
 */
export interface Store extends SampleSink {
  readonly storeId: string
  /** This process, as it stands behind what is written to the ledger. */
  readonly owner: Owner
  readonly ledger: StoredLedger
  /** Newest first. */
  listRuns(limit: number): readonly RunHead[]
  loadRun(id: string): Run | null
  /** Ids that begin so, newest first. */
  findRunIds(beginning: string, limit: number): readonly string[]
  /** Notes, deletion and trends of runs that have ended. */
  readonly history: Omit<RunHistory, 'purge' | 'purgeOwn'>
  /** Folders the user named, below which environments are looked for. */
  searchFolders(): readonly string[]
  addSearchFolder(path: string): void
  /** Whether it was among them. */
  removeSearchFolder(path: string): boolean
  /** Builds of images that have ended. */
  readonly builds: BuildTable
  countRuns(): number
  readonly contextChoice: StoredContextChoice
  readSettings(): Settings
  changeSettings(change: SettingsChange): Settings
  /** Removes every run; the ledger and the settings stay. The caller holds the run lock. */
  clearRuns(): ClearedRuns
  /** Idempotent. Runs that this process deleted cannot be had back any more. */
  close(): void
}

/** Opens the store of this home, or makes it, private to the user. */
export function openStore(paths: Paths): Store {
  const path = paths.database
  const database = openDatabase(path)
  try {
    const identity = identifyProcess(process.pid)
    if (!identity) throw new Error('this process cannot be identified')
    return explainingErrors(path, () => {
      const owner: Owner = { storeId: readStoreId(database), ...identity }
      const runs = createRunTable(database, identity)
      const history = createRunHistory(database, identity)
      history.purge()
      const ledger = createLedger(database, owner)
      const folders = createSearchFolders(database)
      const settings = createUserSettings(database)
      const choice = createContextChoice(database)
      const builds = createBuildTable(database)
      return {
        storeId: owner.storeId,
        owner,
        ledger: {
          record: (entry) => explainingErrors(path, () => ledger.record(entry)),
          rename: (rowId, ref) => explainingErrors(path, () => ledger.rename(rowId, ref)),
          clear: (rowId) => explainingErrors(path, () => ledger.clear(rowId)),
          rows: () => explainingErrors(path, () => ledger.rows()),
        },
        beginRun: (run) => explainingErrors(path, () => runs.beginRun(run)),
        appendRound: (runId, record, samples) => explainingErrors(path, () => runs.appendRound(runId, record, samples)),
        appendSamples: (runId, samples) => explainingErrors(path, () => runs.appendSamples(runId, samples)),
        finishRun: (run) => explainingErrors(path, () => runs.finishRun(run)),
        listRuns: (limit) => explainingErrors(path, () => runs.list(limit)),
        findRunIds: (beginning, limit) => explainingErrors(path, () => runs.findIds(beginning, limit)),
        loadRun: (id) => explainingErrors(path, () => runs.load(id)),
        history: {
          setNote: (id, note) => explainingErrors(path, () => history.setNote(id, note)),
          remove: (ids) => explainingErrors(path, () => history.remove(ids)),
          restore: (ids) => explainingErrors(path, () => history.restore(ids)),
          readTrend: (metric) => explainingErrors(path, () => history.readTrend(metric)),
        },
        searchFolders: () => explainingErrors(path, () => folders.list()),
        addSearchFolder: (folder) => explainingErrors(path, () => folders.add(folder)),
        removeSearchFolder: (folder) => explainingErrors(path, () => folders.remove(folder)),
        builds: {
          add: (build) => explainingErrors(path, () => builds.add(build)),
          list: (limit) => explainingErrors(path, () => builds.list(limit)),
          load: (id) => explainingErrors(path, () => builds.load(id)),
          findLike: (build) => explainingErrors(path, () => builds.findLike(build)),
          remove: (id) => explainingErrors(path, () => builds.remove(id)),
        },
        countRuns: () => explainingErrors(path, () => countRuns(database)),
        contextChoice: {
          read: () => explainingErrors(path, () => choice.read()),
          watch: choice.watch,
          choose: (name) => explainingErrors(path, () => choice.choose(name)),
        },
        readSettings: () => explainingErrors(path, () => settings.read()),
        changeSettings: (change) => explainingErrors(path, () => settings.change(change)),
        clearRuns: () => explainingErrors(path, () => clearRuns(database)),
        close: () => {
          if (!database.isOpen) return
          try {
            explainingErrors(path, () => history.purgeOwn())
          } finally {
            database.close()
          }
        },
      }
    })
  } catch (error) {
    database.close()
    throw error
  }
}
