import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listOf, type OptionValues } from '../commandLine.ts'

/** Folders that the options name: who types one approves it. */
export function listTypedFolders(values: OptionValues): readonly string[] {
  const prefix = typeof values.prefix === 'string' ? [resolve(values.prefix)] : []
  return [...prefix, ...listOf(values.channel).flatMap(readFolder)]
}

/** What is no address of a folder is refused where it is used. */
function readFolder(channel: string): readonly string[] {
  if (!channel.startsWith('file:///')) return []
  try {
    return [fileURLToPath(channel)]
  } catch {
    return []
  }
}
