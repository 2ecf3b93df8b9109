// What a TypeScript source imports. TypeScript 7 has no JavaScript API, so the text is read here: comments are blanked
// first, with strings, templates and regular expressions recognised, then every form of import is a pattern.

/** Same length and lines; comments are spaces. */
export function maskComments(text) {
  let masked = ''
  for (let index = 0; index < text.length; ) {
    const end = endOfToken(text, index, masked)
    const token = text.slice(index, end)
    masked += /^\/[/*]/.test(token) ? token.replace(/[^\n]/g, ' ') : token
    index = end
  }
  return masked
}

/** Where the comment, string, template or regular expression that begins here ends; otherwise the next character. */
function endOfToken(text, index, before) {
  const char = text[index]
  if (text.startsWith('//', index)) return endAt(text.indexOf('\n', index), text)
  if (text.startsWith('/*', index)) return endAt(text.indexOf('*/', index + 2), text, 2)
  if (char === "'" || char === '"' || char === '`') return endOfQuoted(text, index, char)
  // After a value a slash divides; after an operator, an opening bracket or `return` it begins a regular expression.
  if (char === '/' && /(?:^|[=(,:;!&|?{}[+>]|\breturn|\btypeof)\s*$/.test(before.slice(-40)))
    return endOfRegExp(text, index)
  return index + 1
}

const endAt = (found, text, length = 0) => (found === -1 ? text.length : found + length)

function endOfQuoted(text, index, quote) {
  for (let at = index + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote || (text[at] === '\n' && quote !== '`')) return at + 1
  }
  return text.length
}

function endOfRegExp(text, index) {
  let inClass = false
  for (let at = index + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    else if (text[at] === '/' && !inClass) return at + 1
  }
  return index + 1
}

const forms = [
  // import x from 'y'; import type { x } from 'y'; export * from 'y'
  /(?:^|[;}\n])[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1/g,
  // import 'y'
  /(?:^|[;}\n])[ \t]*import\s*(['"])([^'"\n]+)\1/g,
  // import('y'), as an expression or a type; require('y')
  /\b(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1/g,
]

/** In order of the lines (from 1) of what is imported. The text has no comments. */
export function findImports(code) {
  const found = forms.flatMap((form) =>
    [...code.matchAll(form)].map((match) => {
      const specifier = match[2]
      const at = match.index + match[0].lastIndexOf(specifier)
      return { specifier, line: code.slice(0, at).split('\n').length }
    }),
  )
  return found.sort((one, other) => one.line - other.line)
}
