import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FileChoice } from '../contract/fileChoice.ts'
import { EngineError } from '../model/engineError.ts'
import { isWithin } from './commandGate.ts'
import type { DesktopDoor } from './desktopDoor.ts'

/** What the user has chosen in a dialog of the system, each file and folder by itself, for as long as this process lives. */
export interface ChosenFiles {
  /** `canonical`: with its links resolved now. What was chosen was resolved then, so a link put in its place leads nowhere. */
  has(canonical: string): boolean
  /** Gives its canonical form. */
  approve(path: string, purpose: FileChoice['purpose']): string
}

export function createChosenFiles(): ChosenFiles {
  const files = new Set<string>()
  const folders = new Set<string>()
  return {
    has: (canonical) => files.has(canonical) || [...folders].some((folder) => isWithin(folder, canonical)),
    approve: (path, purpose) => {
      const canonical = resolveChosen(path)
      const isFolder = statSync(canonical, { throwIfNoEntry: false })?.isDirectory() ?? false
      if (isFolder !== (purpose === 'folder')) {
        throw new EngineError('bad_input', 'isoscope', isFolder ? 'This is a folder.' : 'This is no folder.')
      }
      const chosen = isFolder ? folders : files
      chosen.add(canonical)
      return canonical
    },
  }
}

/** Of a file that does not exist yet, by its folder. */
function resolveChosen(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return join(realpathSync(dirname(path)), basename(path))
  }
}

/** Null where the user leaves the dialog. Throws `unsupported` where the door is no desktop. */
export async function chooseFile(
  desktop: DesktopDoor | undefined,
  chosen: ChosenFiles,
  choice: FileChoice,
): Promise<{ path: string | null }> {
  if (!desktop) throw new EngineError('unsupported', 'isoscope', 'Only the desktop app has a dialog for files.')
  const path = await desktop.chooseFile(choice)
  return { path: path === null ? null : chosen.approve(path, choice.purpose) }
}
