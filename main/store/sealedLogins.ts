import { z } from 'zod'
import type { LoginKeeper } from '../drivers/docker/registry/loginPlaces.ts'
import { EngineError } from '../model/engineError.ts'
import { readKeptJsonFile, replaceFile } from '../os/jsonFile.ts'
import type { SecretSealer } from './secretSealer.ts'

/** `sealed`: the password, encrypted by the desktop and only for it. */
const fileSchema = z.strictObject({
  logins: z.array(z.strictObject({ address: z.string(), username: z.string(), sealed: z.string() })),
})
type Kept = z.infer<typeof fileSchema>['logins'][number]

/** Logins at registries in the system's keychain. One that it does not open any more is as good as none. */
export function createSealedLogins(path: string, sealer: SecretSealer): LoginKeeper {
  const read = () =>
    readKeptJsonFile<readonly Kept[]>(path, [], (content) => {
      const parsed = fileSchema.safeParse(content)
      if (parsed.success) return parsed.data.logins
      throw new EngineError('bad_output', 'isoscope', `The file of logins at registries is damaged: ${path}.`, {
        remedy: { text: 'Remove it and log in again' },
      })
    })
  const write = (logins: readonly Kept[]) => replaceFile(path, `${JSON.stringify({ logins }, null, 2)}\n`)
  return {
    place: 'keychain',
    find: async ({ address }) => {
      const kept = read().find((one) => one.address === address)
      const password = kept && openQuietly(kept.sealed, sealer)
      return kept && password !== undefined ? { kind: 'password', username: kept.username, password } : null
    },
    list: async () => read().map(({ address, username }) => ({ address, username })),
    keep: async ({ address }, login) => {
      const sealed = login.kind === 'password' ? sealOrNot(login.password, sealer) : null
      if (sealed === null) return false
      write([...read().filter((one) => one.address !== address), { address, username: login.username, sealed }])
      return true
    },
    erase: async ({ address }) => {
      const logins = read()
      const others = logins.filter((one) => one.address !== address)
      if (others.length === logins.length) return false
      write(others)
      return true
    },
  }
}

/** null where the system has no keychain. */
function sealOrNot(secret: string, sealer: SecretSealer): string | null {
  try {
    return sealer.seal(secret)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'unsupported') return null
    throw error
  }
}

function openQuietly(sealed: string, sealer: SecretSealer): string | undefined {
  try {
    return sealer.open(sealed)
  } catch {
    return undefined
  }
}
