// What the scripts tell people. Always on stderr: stdout belongs to the program that is started in the end.

let lineIsOpen = false

export function say(text) {
  process.stderr.write(`${lineIsOpen ? '\n' : ''}${text}\n`)
  lineIsOpen = false
}

/** Prints `what ... 1.2 s` in one line around `work`; what else is said meanwhile gets lines of its own. */
export async function timePhase(what, work) {
  const startedAt = performance.now()
  process.stderr.write(`${lineIsOpen ? '\n' : ''}${what} ... `)
  lineIsOpen = true
  let outcome = 'failed after '
  try {
    const result = await work()
    outcome = ''
    return result
  } finally {
    const seconds = `${outcome}${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`
    process.stderr.write(lineIsOpen ? seconds : `${what}: ${seconds}`)
    lineIsOpen = false
  }
}

/** A reason to stop that is told in its own words, without a stack. */
export class SetupError extends Error {
  name = 'SetupError'
}
