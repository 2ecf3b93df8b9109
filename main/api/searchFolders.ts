import { realpathSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { EngineError } from '../model/engineError.ts'
import type { Store } from '../store/store.ts'
import type { CommandGate } from './commandGate.ts'

type Folders = Pick<Store, 'searchFolders' | 'addSearchFolder' | 'removeSearchFolder'>

/**
 * Adds a folder to those that are searched, in its canonical form: whoever exchanges a link later does not send us elsewhere. Throws
 * `permission_denied` where the door may not, and `bad_input` for what is no folder here.
 */
export function addSearchFolder(gate: CommandGate, store: Folders, path: string): readonly string[] {
  const isChosen = gate.chosen?.has(resolveQuietly(path)) === true
  if (!isChosen) requireCapability(gate)
  store.addSearchFolder(resolveFolder(path))
  return store.searchFolders()
}

/** As it stands in the list, or by another way to the same folder; it need not exist any more. Throws `not_found`. */
export function removeSearchFolder(gate: CommandGate, store: Folders, path: string): readonly string[] {
  // Where folders are chosen in a dialog, the user's own window is all there is that could ask.
  if (!gate.chosen) requireCapability(gate)
  if (!store.removeSearchFolder(path) && !store.removeSearchFolder(resolveQuietly(path))) {
    throw new EngineError('not_found', 'isoscope', 'This folder is not among those that are searched.', {
      remedy: { text: 'See which are', command: 'isoscope folders' },
    })
  }
  return store.searchFolders()
}

/** What is searched shows in the inventory, so a page alone cannot have any folder looked into. */
function requireCapability(gate: CommandGate): void {
  if (gate.capabilities.has('folders.change')) return
  if (gate.chosen) {
    throw new EngineError('permission_denied', 'isoscope', 'This folder was not chosen.', {
      remedy: { text: 'Choose it with the button beside its path' },
    })
  }
  throw new EngineError('permission_denied', 'isoscope', 'Folders to search are named on the command line.', {
    remedy: { text: 'Name it there', command: 'isoscope folders --add DIR' },
  })
}

function resolveFolder(path: string): string {
  if (!isAbsolute(path)) throw new EngineError('bad_input', 'isoscope', 'The path of the folder is not absolute.')
  try {
    const canonical = realpathSync(path)
    if (statSync(canonical).isDirectory()) return canonical
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'EACCES' ? 'may not be read' : 'does not exist'
    throw new EngineError('bad_input', 'isoscope', `The folder ${path} ${why}.`)
  }
  throw new EngineError('bad_input', 'isoscope', `${path} is not a folder.`)
}

function resolveQuietly(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
