import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from './registry.ts'

type OnSecond = (argv: readonly string[], cwd: string, data: unknown) => void

/**
 * One instance per folder of user data, across processes: a file with the owner's pid, and a folder that the owner watches,
 * where others leave what they were started with. All of it at once, because Electron's call is.
 */
export function createInstanceLock(findFolder: () => string) {
  let held: string | null = null
  const release = (): void => {
    if (held !== null) rmSync(held, { recursive: true, force: true })
    held = null
  }
  atExit(release)
  return {
    isHeld: () => held !== null,
    release,
    request: (data: unknown, onSecond: OnSecond): boolean => {
      if (held !== null) return true
      const folder = join(findFolder(), 'stand-in-instance')
      if (!takeFolder(folder)) {
        const note = join(folder, `${process.pid}`)
        writeFileSync(`${note}.part`, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }))
        renameSync(`${note}.part`, `${note}.json`)
        return false
      }
      held = folder
      watch(folder, () => readNotes(folder, onSecond)).unref()
      return true
    },
  }
}

/** A folder with its owner in it takes the place of none or of an empty one only; that of a process which is gone is removed. */
function takeFolder(folder: string): boolean {
  const own = `${folder}-${process.pid}`
  mkdirSync(own, { recursive: true })
  writeFileSync(join(own, 'owner'), String(process.pid))
  if (!isAlive(readOwner(join(folder, 'owner')))) rmSync(folder, { recursive: true, force: true })
  try {
    renameSync(own, folder)
    return true
  } catch {
    rmSync(own, { recursive: true })
    return false
  }
}

function readOwner(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function readNotes(folder: string, onSecond: OnSecond): void {
  let names: readonly string[] = []
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return
  }
  for (const name of names) {
    const { argv, cwd, data } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    rmSync(join(folder, name))
    onSecond(argv, cwd, data)
  }
}
