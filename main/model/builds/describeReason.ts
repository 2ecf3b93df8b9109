import type { BuildReason, ContextFileChange } from '../../contract/build.ts'

const changes: Readonly<Record<ContextFileChange['change'], string>> = {
  added: 'added',
  changed: 'changed',
  mode: 'with another mode',
  removed: 'removed',
}

/** Pure. Why a step is new, for people. */
export function describeReason(reason: BuildReason): string {
  switch (reason.kind) {
    case 'noCache':
      return 'the cache was not to be used'
    case 'firstBuild':
      return 'not built before'
    case 'baseChanged':
      return `the base image changed: ${reason.image}`
    case 'instructionChanged':
      return reason.before === null
        ? `instruction added: ${reason.after}`
        : `instruction changed: ${reason.before} → ${reason.after}`
    case 'filesChanged':
      return describeFiles(reason.files, reason.more)
    case 'argumentChanged':
      return `build argument changed: ${reason.names.join(', ')}`
    case 'optionChanged':
      return `another ${reason.option} than before`
    case 'follows':
      return `follows step ${reason.step}`
    case 'cacheGone':
      return 'nothing changed since the build before, but the engine’s cache has it no more'
  }
}

function describeFiles(files: readonly ContextFileChange[], more: number): string {
  if (files.length === 0) return 'a file it copies changed; which one is told from the next build on'
  const shown = files.slice(0, 3).map(({ path, change }) => `${path} (${changes[change]})`)
  const rest = files.length - shown.length + more
  return `file changed: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
