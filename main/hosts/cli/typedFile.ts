import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'

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
