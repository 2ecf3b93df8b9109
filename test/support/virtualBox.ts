import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { findPrograms } from '../../main/os/searchPath.ts'
import { projectRoot } from './cli.ts'

/** The user's own VBoxManage, or the one that the set-up has unpacked (scripts/setup/virtualbox.mjs), or null. */
export function findTestVBoxManage(): string | null {
  const unpacked = join(projectRoot, 'build', 'virtualbox', 'VBoxManage')
  return findPrograms('VBoxManage', process.env, process.platform)[0] ?? (existsSync(unpacked) ? unpacked : null)
}

export interface VirtualBoxPlace {
  /** With VirtualBox's own settings folder, service and machine folder: nobody else's machines are seen. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
  readonly machines: string
  /** VBoxManage ARGS; throws when it fails, or does not answer. stdout. */
  run(...args: readonly string[]): string
  /** A question beside those of an app: asked again where VBoxSVC says that two have met, or nothing (main/drivers/virtualbox/run.ts). */
  ask(...args: readonly string[]): string
  remove(): void
}

/** A VirtualBox of a test's own. Throws where there is none. */
export function createVirtualBoxPlace(): VirtualBoxPlace {
  const program = findTestVBoxManage()
  if (program === null) throw new Error('there is no VBoxManage: node scripts/bootstrap.mjs test unpacks one')
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-vbox-'))
  const machines = join(folder, 'machines')
  mkdirSync(machines)
  const env = {
    ...process.env,
    PATH: `${dirname(program)}:${process.env.PATH ?? ''}`,
    HOME: folder,
    VBOX_USER_HOME: join(folder, 'settings'),
    VBOX_IPC_SOCKETID: basename(folder),
  }
  const runWithin = (timeout: number, args: readonly string[]) =>
    execFileSync(program, args, {
      env: { ...env, LC_ALL: 'C.UTF-8' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
    })
  const run = (...args: readonly string[]) => runWithin(60_000, args)
  const ask = (...args: readonly string[]) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return runWithin(8_000, args)
      } catch (error) {
        if (attempt === 5) throw error
      }
    }
  }
  run('setproperty', 'machinefolder', machines)
  return {
    env,
    folder,
    machines,
    run,
    ask,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
  }
}
