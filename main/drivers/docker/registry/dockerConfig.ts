import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { readJsonFile } from '../../../os/jsonFile.ts'
import type { DriverDeps } from '../../driver.ts'
import type { Login } from '../../imageTransfer.ts'
import type { RegistryAddress } from './address.ts'
import { parseRegistryAddress } from './address.ts'
import type { LoginSource } from './loginPlaces.ts'

const authSchema = z.object({ auth: z.string().optional(), identitytoken: z.string().optional() })
const configSchema = z.object({
  auths: z.record(z.string(), z.unknown()).optional().catch(undefined),
  credsStore: z.string().optional().catch(undefined),
  credHelpers: z.record(z.string(), z.string()).optional().catch(undefined),
})
export type DockerConfig = z.infer<typeof configSchema>

type Surroundings = Pick<DriverDeps, 'env' | 'platform'>

/** Where Docker's command line has its configuration. docs.docker.com/reference/cli/docker, "Configuration files" */
export function findDockerFolder({ env, platform }: Surroundings): string {
  const home = (platform === 'win32' ? env.USERPROFILE : env.HOME) || homedir()
  return env.DOCKER_CONFIG || join(home, '.docker')
}

/** Read anew each time: `docker login` in another window changes it. A damaged one is as good as none. */
export function readDockerConfig(surroundings: Surroundings): DockerConfig {
  const parsed = configSchema.safeParse(readJsonFile(join(findDockerFolder(surroundings), 'config.json')))
  return parsed.success ? parsed.data : {}
}

/** Logins that `docker login` wrote down without a helper: readable in the file, and read only. */
export function createFileLogins(surroundings: Surroundings): LoginSource {
  const read = () =>
    Object.entries(readDockerConfig(surroundings).auths ?? {}).flatMap(([key, entry]) => {
      const login = readAuth(entry)
      const address = addressOf(key)
      return login === null || address === null ? [] : [{ address, login }]
    })
  return {
    place: 'file',
    find: async ({ address }) => read().find((one) => one.address === address)?.login ?? null,
    list: async () => read().map(({ address, login: { username } }) => ({ address, username })),
  }
}

/** `auth`: base64 of `name:password`. With a helper in use Docker leaves empty entries here. */
function readAuth(entry: unknown): Login | null {
  const { auth = '', identitytoken = '' } = authSchema.safeParse(entry).data ?? {}
  const text = Buffer.from(auth, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const username = colon > 0 ? text.slice(0, colon) : ''
  const password = text.slice(colon + 1).replace(/\0+$/, '')
  if (identitytoken !== '') return { kind: 'identity', username, token: identitytoken }
  return username === '' || password === '' ? null : { kind: 'password', username, password }
}

/** null for a key that is no registry's. */
export function addressOf(key: string): RegistryAddress['address'] | null {
  try {
    return parseRegistryAddress(key).address
  } catch {
    return null
  }
}
