import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageError } from './commandLine.ts'

/** Whoever types the path of a file approves the folder it is in, also the one that a link leads to. */
export function listFileFolders(path: string): readonly string[] {
  return [dirname(path), dirname(resolveLinks(path))]
}

/** Where the file really is that was named; the path as it is where there is none. */
function resolveLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** The whole path of a folder that was typed, and approved with that. */
export function resolveFolder(typed: string): string {
  const path = resolve(typed)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`there is no folder ${path}.`)
  return path
}
