import { z } from 'zod'
import { readJsonFile, replaceFile } from '../../os/jsonFile.ts'
import { type WindowState, windowStateSchema } from './windowState.ts'

/** What this window on this machine remembers. What the user set for every door is in the store. */
export interface DesktopPreferences {
  readonly window: WindowState | null
  /** What closing the window does; `ask` until the user has chosen. */
  readonly whenClosed: 'ask' | 'keep' | 'quit'
}

/** Each part by itself: a damaged one is as it was at first, and the others stay. */
const preferencesSchema = z
  .object({
    window: windowStateSchema.nullable().catch(null),
    whenClosed: z.enum(['ask', 'keep', 'quit']).catch('ask'),
  })
  .catch({ window: null, whenClosed: 'ask' })

export interface PreferenceFile {
  read(): DesktopPreferences
  /** Kept for this session also when it cannot be written. */
  change(change: Partial<DesktopPreferences>): void
}

export function openPreferences(path: string, onLog: (line: string) => void): PreferenceFile {
  let current: DesktopPreferences = preferencesSchema.parse(readJsonFile(path))
  return {
    read: () => current,
    change: (change) => {
      current = { ...current, ...change }
      try {
        replaceFile(path, `${JSON.stringify(current, null, 2)}\n`)
      } catch (error) {
        onLog(`cannot keep what the window remembers: ${String(error)}`)
      }
    },
  }
}
