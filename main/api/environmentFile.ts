import type { EnvironmentFile } from '../contract/environment.ts'

/**
 * Pure. The number, from 1, of the first line that may lead conda or pip to a file of this machine: a path, an address of one, an
 * option, or what of YAML could hide these. null where there is none. Of requirements the driver lets none through at all.
 */
export function findLocalLine({ format, text }: EnvironmentFile): number | null {
  if (format === 'requirements') return null
  const isLocal = format === 'explicit' ? isLocalAddress : isLocalYaml
  const found = text.split(/\r?\n/).findIndex(isLocal)
  return found < 0 ? null : found + 1
}

function isLocalAddress(line: string): boolean {
  return !/^\s*(?:#.*|@EXPLICIT|https?:\/\/\S+)?\s*$/.test(line)
}

/** Where a word begins in a line of YAML. */
const start = `(?:^|[\\s\\[{,:"'=])`

const local: readonly RegExp[] = [
  /file:/i,
  /\.\.\//,
  new RegExp(`${start}(?:\\./|/|~)`),
  // Options: `- -r x`, `- "--find-links x"`, `[-e, x]`.
  /(?:^|[[{,:"']|-\s|\s)\s*-{1,2}[A-Za-z]/,
  // Escapes, anchors, tags, directives and texts over several lines; a variable, which pip would put in.
  /[\\&$%]|(?:^|\s)[!*]|[-:]\s+[|>][-+\d]*\s*$/,
  // At these some end a line and others do not.
  /[^\t\x20-\x7e]/,
]

/** The line `prefix:` is not followed: where the environment goes is said beside the file. */
function isLocalYaml(line: string): boolean {
  if (/^prefix:/.test(line) || /^\s*#[\t\x20-\x7e]*$/.test(line)) return false
  const bare = line.replace(/\bhttps?:\/\/[\w.~:/%+-]*/g, 'address')
  return local.some((pattern) => pattern.test(bare))
}
