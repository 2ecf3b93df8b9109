import type { LoginPlace } from '../../../contract/registry.ts'
import type { Login } from '../../imageTransfer.ts'
import type { RegistryAddress } from './address.ts'

/** One of the places where logins are, each with what may be done there. Rejects with EngineError; no error has a secret. */
export interface LoginSource {
  readonly place: LoginPlace
  find(registry: RegistryAddress, signal: AbortSignal): Promise<Login | null>
  /** Addresses as parseRegistryAddress gives them. */
  list(signal: AbortSignal): Promise<readonly KnownLogin[]>
}

export interface LoginKeeper extends LoginSource {
  /** Whether it is kept there: a keychain may be closed, a helper may be for other registries only. */
  keep(registry: RegistryAddress, login: Login, signal: AbortSignal): Promise<boolean>
  /** Whether there was one. */
  erase(registry: RegistryAddress, signal: AbortSignal): Promise<boolean>
}

export interface KnownLogin {
  readonly address: string
  readonly username: string
}

/** As long as this process lives. */
export function createMemoryLogins(): LoginKeeper {
  const logins = new Map<string, Login>()
  return {
    place: 'memory',
    find: async ({ address }) => logins.get(address) ?? null,
    list: async () => [...logins].map(([address, { username }]) => ({ address, username })),
    keep: async ({ address }, login) => {
      logins.set(address, login)
      return true
    },
    erase: async ({ address }) => logins.delete(address),
  }
}
