import { realpathSync } from 'node:fs'

/** Where the file really is that was named; the path as it is where there is none. */
export function resolveLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
