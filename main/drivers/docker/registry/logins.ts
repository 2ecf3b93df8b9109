import type { LoginPlace } from '../../../contract/registry.ts'
import { throwIfAborted } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import type { Login } from '../../imageTransfer.ts'
import type { RegistryAddress } from './address.ts'
import { createHelperLogins, hasHelper } from './credentialHelper.ts'
import { createFileLogins } from './dockerConfig.ts'
import { createMemoryLogins, type KnownLogin, type LoginKeeper } from './loginPlaces.ts'

/**
 * Logins at registries. The desktop keeps one in the system's keychain, the other doors give it to Docker's own helper; where there
 * is neither, it lives as long as this process. Docker's file is read and never written.
 */
export interface RegistryLogins {
  find(registry: RegistryAddress, signal: AbortSignal): Promise<Login | null>
  list(signal: AbortSignal): Promise<readonly (KnownLogin & { readonly place: LoginPlace })[]>
  /** Where the next login of any registry would be kept. */
  keeping(): LoginPlace
  /** Where it is kept now. */
  keep(registry: RegistryAddress, login: Login, signal: AbortSignal): Promise<LoginPlace>
  erase(registry: RegistryAddress, signal: AbortSignal): Promise<Erased>
}

interface Erased {
  readonly erased: boolean
  /** One is left in Docker's file. */
  readonly leftInFile: boolean
}

export function createRegistryLogins(
  deps: Pick<DriverDeps, 'env' | 'platform'>,
  keychain: LoginKeeper | undefined,
): RegistryLogins {
  const memory = createMemoryLogins()
  const file = createFileLogins(deps)
  const helpers = createHelperLogins(deps)
  const lasting = keychain ?? helpers
  // The desktop reads what Docker's helpers have, and gives them nothing.
  const readable = keychain ? [memory, keychain, helpers, file] : [memory, helpers, file]
  return {
    find: async (registry, signal) => {
      for (const source of readable) {
        // As for Docker itself, a helper that fails has nothing: much can be pulled by everybody.
        const login = await source.find(registry, signal).catch(() => null)
        throwIfAborted(signal, 'docker')
        if (login) return login
      }
      return null
    },
    list: async (signal) => {
      const lists = await Promise.all(
        readable.map(async (source) => (await source.list(signal)).map((one) => ({ ...one, place: source.place }))),
      )
      return lists.flat().filter((one, index, all) => all.findIndex(({ address }) => address === one.address) === index)
    },
    keeping: () => (keychain ? keychain.place : hasHelper(deps) ? helpers.place : memory.place),
    keep: async (registry, login, signal) => {
      if (await lasting.keep(registry, login, signal)) {
        await memory.erase(registry, signal)
        return lasting.place
      }
      await memory.keep(registry, login, signal)
      return memory.place
    },
    erase: async (registry, signal) => {
      const outcomes = await Promise.all([memory, lasting].map((keeper) => keeper.erase(registry, signal)))
      return { erased: outcomes.includes(true), leftInFile: (await file.find(registry, signal)) !== null }
    },
  }
}
