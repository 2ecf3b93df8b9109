import createMatcher from '@balena/dockerignore'

export interface Ignore {
  /** Of a path from the root of the context, with slashes. */
  ignores(path: string): boolean
  /** Some pattern takes back what another has left out, so that folders left out are looked into. */
  readonly hasExceptions: boolean
}

/**
 * What a `.dockerignore` leaves out: docs.docker.com/build/concepts/context, "Syntax". `needed` is sent whatever it says, since
 * the builder itself reads it; the classic one leaves it out of what COPY sees.
 */
export function createIgnore(text: string | null, needed: readonly string[]): Ignore {
  const patterns = (text ?? '').replace(/^\uFEFF/, '').split(/\r?\n/)
  const matcher = createMatcher({ ignorecase: false }).add(patterns)
  return {
    ignores: (path) => !needed.includes(path) && matcher.ignores(path),
    hasExceptions:
      patterns.some((pattern) => pattern.trim().startsWith('!')) || needed.some((path) => path.includes('/')),
  }
}
