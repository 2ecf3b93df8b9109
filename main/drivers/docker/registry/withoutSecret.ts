import { EngineError } from '../../../model/engineError.ts'
import type { Login } from '../../imageTransfer.ts'

/** Shorter ones would take letters out of words. */
const shortestSecret = 6

/** A registry, or what stands in its place, may send back what it was sent; nothing of that may reach an error. */
export function withoutSecret(error: EngineError, login: Login | null): EngineError {
  const { code, engine, message, detail, remedy, cause } = error
  if (detail === undefined || login === null) return error
  const secrets = login.kind === 'identity' ? [login.token] : [login.password, encodeBasic(login)]
  const clean = secrets
    .filter(({ length }) => length >= shortestSecret)
    .reduce((text, secret) => text.replaceAll(secret, '…'), detail)
  if (clean === detail) return error
  return new EngineError(code, engine, message, { detail: clean, cause, ...(remedy && { remedy }) })
}

export function encodeBasic({ username, password }: Extract<Login, { readonly kind: 'password' }>): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64')
}
