import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver, DriverDeps } from '../../main/drivers/driver.ts'
import type { LedgerRow } from '../../main/drivers/ledger.ts'
import { listProcesses, readProcFile } from '../../main/os/proc.ts'
import { createTestDeps } from '../support/driverDeps.ts'

/** One driver under the conformance spec, in a world of its own: store, home, temp folder and programs are nobody else's. */
export interface Subject {
  readonly driver: Driver
  /** A second driver of the same kind, in another environment. */
  createWith(env: DriverDeps['env']): Driver
  readonly deps: DriverDeps
  /** Rows that are in the ledger now. */
  readonly rows: ReadonlyMap<number, LedgerRow>
  /** Called at every record, after the row is there. */
  onRecord: (row: LedgerRow) => void
  /** Everything of this subject that exists, asked of the ledger, the system and the engine. */
  findLeftovers(): Promise<readonly string[]>
  /** Takes everything that was left as reported, so that one fault is one failed test. */
  forget(): void
  /** How long one start takes, so that aborts hit its middle; milliseconds. */
  readonly typicalStart: number
  readonly typicalCreate: number
  /** Of one repetition of a deployment. */
  readonly typicalDeploy: number
  /** Contenders whose deployment must have both times here, with empty caches and with warm ones. */
  readonly deployedAnew: readonly string[]
  /** Contenders with the artifact of another one, whose deployment is tried there. */
  readonly sameArtifact: readonly string[]
  /** How many aborts a step is tried with. */
  readonly aborts: number
  dispose(): void
}

export interface SubjectOptions {
  readonly createDriver: (deps: DriverDeps) => Driver
  readonly typicalStart: number
  readonly typicalCreate?: number
  readonly typicalDeploy?: number
  readonly deployedAnew?: readonly string[]
  readonly aborts?: number
  /** Contenders that a file of their own tries with the reduced spec (slowContenderSpec.ts), because a start takes too long. */
  readonly slowContenders?: readonly string[]
  readonly sameArtifact?: readonly string[]
  /** What the engine itself still has of this store. */
  readonly findInEngine?: (driver: Driver, storeId: string) => Promise<readonly string[]>
}

export function createSubject(options: SubjectOptions): Subject {
  const base = createTestDeps()
  // Short, because socket paths are limited to 107 bytes.
  const temp = mkdtempSync(join(tmpdir(), 'iso-'))
  const owner = { ...base.owner, storeId: basename(temp) }
  const places = new Set<string>()
  const subject = { onRecord: (_: LedgerRow): void => undefined }
  const deps: DriverDeps = {
    ...base,
    paths: { ...base.paths, temp },
    owner,
    // Copies of our own: a process of this subject is known by its path.
    tools: copyTools(base.tools, base.paths.home),
    ledger: {
      record: (entry) => {
        const row = { ...base.ledger.record(entry), owner }
        base.rows.set(row.id, row)
        if (row.ref.startsWith('/')) places.add(row.ref)
        subject.onRecord(row)
        return row
      },
      rename: base.ledger.rename,
      clear: base.ledger.clear,
    },
  }
  const driver = options.createDriver(deps)
  return Object.assign(subject, {
    driver,
    deps,
    rows: base.rows,
    createWith: (env: DriverDeps['env']) => options.createDriver({ ...deps, env }),
    findLeftovers: async () => {
      await waitForProcesses([temp, base.paths.home])
      return [
        ...[...base.rows.values()].map(({ lifetime, kind, ref }) => `${lifetime} row of ${kind} ${ref}`),
        ...[...places].filter((path) => existsSync(path)).map((path) => `place ${path}`),
        ...[temp, deps.paths.environments, deps.paths.machines].flatMap(listFolder),
        ...findProcesses([temp, base.paths.home]),
        ...((await options.findInEngine?.(driver, owner.storeId)) ?? []),
      ]
    },
    forget: () => {
      base.rows.clear()
      places.clear()
    },
    typicalStart: options.typicalStart,
    typicalCreate: options.typicalCreate ?? options.typicalStart,
    typicalDeploy: options.typicalDeploy ?? options.typicalStart,
    deployedAnew: options.deployedAnew ?? [],
    sameArtifact: options.sameArtifact ?? [],
    aborts: options.aborts ?? 8,
    dispose: () => {
      base.removeHome()
      rmSync(temp, { recursive: true, force: true })
    },
  })
}

function copyTools(tools: DriverDeps['tools'], home: string): DriverDeps['tools'] {
  const folder = join(home, 'tools')
  mkdirSync(folder)
  const copied = { probe: join(folder, 'probe'), launch: join(folder, 'launch'), guest: join(folder, 'guest') }
  copyFileSync(tools.probe, copied.probe)
  copyFileSync(tools.launch, copied.launch)
  if (existsSync(tools.guest)) copyFileSync(tools.guest, copied.guest)
  return copied
}

function listFolder(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => `entry ${join(folder, name)}`) : []
}

/** A killed process is gone only after some milliseconds. */
async function waitForProcesses(folders: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 25 && findProcesses(folders).length > 0; attempt++) await sleep(20)
}

function findProcesses(folders: readonly string[]): readonly string[] {
  return listProcesses().flatMap((pid) => {
    const command = readProcFile(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
    return pid !== process.pid && folders.some((folder) => command.includes(`${folder}/`))
      ? [`process ${pid}: ${command.slice(0, 160)}`]
      : []
  })
}
