import { resolve } from 'node:path'
import { listOf, type OptionValues } from '../commandLine.ts'

/** Folders that the options name: who types one approves it. */
export function listTypedFolders(values: OptionValues): readonly string[] {
  const prefix = typeof values.prefix === 'string' ? [resolve(values.prefix)] : []
  const channels = listOf(values.channel).filter((channel) => channel.startsWith('file:///'))
  return [...prefix, ...channels.map((channel) => channel.slice('file://'.length))]
}
