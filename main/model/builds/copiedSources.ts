import { splitInstruction } from './splitInstruction.ts'

/** What a COPY or ADD takes: from the context, or from a stage or an image by its name. */
export type CopiedFrom =
  /** `sources` is null where they name a variable, so that any file may be meant. */
  | { readonly kind: 'context'; readonly sources: readonly string[] | null }
  | { readonly kind: 'stage'; readonly name: string }

/** Pure. Null for an instruction that copies nothing. */
export function readCopied(instruction: string): CopiedFrom | null {
  const { keyword, flags, words } = splitInstruction(instruction)
  if (keyword !== 'COPY' && keyword !== 'ADD') return null
  const from = flags.find((flag) => flag.startsWith('--from='))?.slice('--from='.length)
  if (from !== undefined) return { kind: 'stage', name: from.toLowerCase() }
  const sources = words.slice(0, -1).filter((word) => !/^(https?:|git@|<<)/.test(word))
  return { kind: 'context', sources: sources.some((source) => source.includes('$')) ? null : sources }
}

/** Pure. Whether a file of the context is among what a source names: a file, a folder with what is in it, or a pattern of either. */
export function isCopied(path: string, sources: readonly string[] | null): boolean {
  return sources === null || sources.some((source) => matchesSource(path, source))
}

function matchesSource(path: string, source: string): boolean {
  const parts = source.split('/').filter((part) => part !== '' && part !== '.')
  const own = path.split('/')
  return parts.length <= own.length && parts.every((part, index) => compileName(part).test(own[index] ?? ''))
}

/** One name of a path, as Go's filepath.Match has it. */
function compileName(pattern: string): RegExp {
  const source = pattern.replace(/\[[^\]]*\]|[*?]|[.+^${}()|[\]\\]/g, (found) => {
    if (found === '*') return '.*'
    if (found === '?') return '.'
    if (/^\[\^?[\w-]+\]$/.test(found)) return found
    return found.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  try {
    return new RegExp(`^${source}$`, 's')
  } catch {
    return /^/
  }
}
