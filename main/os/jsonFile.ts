import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a JSON file holds; `null` when it is not there, cannot be read or is damaged. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/**
 * What a JSON file holds that must not be lost: `missing` when there is no file, else what `parse` makes of it, which gets null for
 * one that is cut off, so that nobody takes it for none and writes over all that was in it.
 */
export function readKeptJsonFile<T>(path: string, missing: T, parse: (content: unknown) => T): T {
  const content = readJsonFile(path)
  return content === null && !existsSync(path) ? missing : parse(content)
}

/** In place of what was there, whole or not at all. Throws what the file system says. */
export function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text, { mode: 0o600, flush: true })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
