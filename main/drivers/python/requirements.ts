/** Shared by the drivers venv and conda: what pip may be given of a file that comes over the wire. */

const index = /^(?:-i|--index-url|--extra-index-url)[ =]\s*https?:\/\/\S+$/
const option = /^--(?:pre|no-index|hash=\S+)$/
/** A name, its extras, its versions and a condition. With a slash it would be a folder of this machine, whatever is around it. */
const requirement =
  /^[A-Za-z0-9][\w.-]*\s*(?:\[[\w., -]+\])?\s*(?:[=<>!~(][\w.*+!,<>=~() -]*)?(?:;[^/@]*)?(?:\s--hash=\S+)*$/
/** Characters. */
const longestLine = 2_000
const file = /\.(?:whl|zip|tgz|tbz|tar|tar\.\w+)$/i

/**
 * Pure. The lines as pip is to read them, without remarks: pip takes one for the name of an encoding in which the rest of the file
 * means something else.
 */
export function dropRemarks(text: string): string {
  return splitLines(text).join('\n')
}

/**
 * Pure. The number, from 1, of the first line that is neither a package nor an index: one that names another file or an option, a
 * variable, which pip would put in, or has characters at which pip ends a line and others do not. null where there is none.
 */
export function findStrangeLine(text: string): number | null {
  const found = splitLines(text).findIndex((line) => !isUsual(line))
  return found < 0 ? null : found + 1
}

function splitLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#[\s\S]*$/, '').trim())
}

function isUsual(line: string): boolean {
  if (line.length > longestLine || !/^[\t\x20-\x7e]*$/.test(line) || line.includes('$')) return false
  const said = line.replace(/\\$/, '').trimEnd()
  if (said === '' || index.test(said) || option.test(said)) return true
  const bare = said.replace(/(?:\s--hash=\S+)+$/, '')
  return requirement.test(said) && !/\s-/.test(bare) && !file.test(bare)
}
