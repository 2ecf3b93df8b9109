import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a one-time code can be traded for a token, in milliseconds. */
export const codeLifetime = 60_000

const secretBytes = 32

export interface Sessions {
  /** A fresh one-time code; the one before it can no longer be used. */
  issueCode(): string
  /** The token for a code that is right, unused and not too old, otherwise `null`. Uses the code up. */
  redeemCode(code: string): string | null
  /** A token is valid for the life of the server, so that a reload and a second tab work. */
  isToken(token: string): boolean
}

/**
 * @param now Milliseconds on a clock that never goes back.
 */
export function createSessions(now: () => number): Sessions {
  let pending: { readonly digest: Buffer; readonly expires: number } | null = null
  const tokens: Buffer[] = []
  return {
    issueCode: () => {
      const code = createSecret()
      pending = { digest: digestSecret(code), expires: now() + codeLifetime }
      return code
    },
    redeemCode: (code) => {
      if (pending === null || now() >= pending.expires) return null
      if (!timingSafeEqual(pending.digest, digestSecret(code))) return null
      pending = null
      const token = createSecret()
      tokens.push(digestSecret(token))
      return token
    },
    isToken: (token) => {
      const digest = digestSecret(token)
      // Every token is compared, so that the time taken does not say which one was near.
      return tokens.reduce((found, known) => timingSafeEqual(known, digest) || found, false)
    },
  }
}

function createSecret(): string {
  return randomBytes(secretBytes).toString('base64url')
}

/** Digests have one length, which timingSafeEqual asks for. */
function digestSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
