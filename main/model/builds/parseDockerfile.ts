/** One instruction of a Dockerfile, with where it stands. Lines count from 1. */
export interface DockerfileInstruction {
  /** In capitals. */
  readonly keyword: string
  /** On one line, as the engine repeats it: continuations joined, comments in between left out. */
  readonly text: string
  readonly line: number
  readonly endLine: number
  /** The name behind AS, or the stage's place from 0; null before the first FROM. */
  readonly stage: string | null
  /** The stage's place from 0; -1 before the first FROM. */
  readonly stageIndex: number
}

export interface Dockerfile {
  readonly instructions: readonly DockerfileInstruction[]
  readonly lines: readonly string[]
}

/** Of a trimmed line. */
const directive = /^#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=[ \t]*(.+)$/
const heredoc = /<<-?\s*(["']?)([a-zA-Z_]\w*)\1/g
const heredocKeywords: readonly string[] = ['RUN', 'COPY', 'ADD']

/**
 * Pure. Which instruction stands where; whether each is right is the builder's to say. After
 * github.com/moby/buildkit/blob/master/frontend/dockerfile/parser/parser.go: directives stand first, a comment or an empty line
 * within a continuation is passed over, and only BuildKit knows heredocs.
 */
export function parseDockerfile(text: string, options: { readonly heredocs: boolean }): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const continued = readEscape(lines) === '`' ? /`[ \t]*$/ : /\\[ \t]*$/
  const instructions: DockerfileInstruction[] = []
  let stage: string | null = null
  let stageIndex = -1
  for (let index = 0; index < lines.length; index++) {
    if (isPassedOver(lines[index] ?? '')) continue
    const first = index
    let joined = ''
    for (; index < lines.length; index++) {
      const line = lines[index] ?? ''
      if (index > first && isPassedOver(line)) continue
      const isContinued = continued.test(line)
      joined += isContinued ? line.replace(continued, '') : line
      if (!isContinued) break
    }
    let last = Math.min(index, lines.length - 1)
    const instruction = joined.trim()
    const keyword = (/^\S+/.exec(instruction)?.[0] ?? '').toUpperCase()
    if (options.heredocs && heredocKeywords.includes(keyword)) {
      last = findHeredocEnd(lines, last, instruction)
      index = last
    }
    // A continuation that nothing follows is nothing.
    if (instruction === '') continue
    if (keyword === 'FROM') {
      stageIndex++
      stage = /\sAS\s+(\S+)\s*$/i.exec(instruction)?.[1]?.toLowerCase() ?? String(stageIndex)
    }
    const shown = instruction.replace(/^(\S+)\s+/, (_all, word: string) => `${word} `)
    instructions.push({ keyword, text: shown, line: first + 1, endLine: last + 1, stage, stageIndex })
  }
  return { instructions, lines }
}

function isPassedOver(line: string): boolean {
  return /^[ \t]*(#|$)/.test(line)
}

/** Directives stand before everything else; an unknown one or any other line ends them. */
function readEscape(lines: readonly string[]): '`' | '\\' {
  for (const line of lines) {
    const [, name, value] = directive.exec(line.trim()) ?? []
    if (name === undefined) return '\\'
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\'
    if (!['syntax', 'check'].includes(name.toLowerCase())) return '\\'
  }
  return '\\'
}

/** The line that ends the last heredoc that the instruction begins; the last line of all where it does not end. */
function findHeredocEnd(lines: readonly string[], last: number, instruction: string): number {
  let at = last
  for (const [opening, , word] of instruction.matchAll(heredoc)) {
    const isIndented = opening.startsWith('<<-')
    do at++
    while (at < lines.length && (isIndented ? (lines[at] ?? '').replace(/^\t+/, '') : lines[at]) !== word)
  }
  return Math.min(at, lines.length - 1)
}
