import { z } from 'zod'
import type { HubConnection, HubConnections } from '../drivers/jupyterhub/connections.ts'
import { EngineError } from '../model/engineError.ts'
import { readKeptJsonFile, replaceFile } from '../os/jsonFile.ts'
import type { SecretSealer } from './secretSealer.ts'

/** The hubs that are connected; who changes them. */
export interface StoredHubs extends HubConnections {
  /** In place of a connection to the same hub. */
  add(url: string, token: string): void
  /** Whether there was one. */
  remove(url: string): boolean
  /** How tokens are kept here, in words for people. */
  readonly keeping: string
}

/**
 * `token`: readable for whoever may read the file, which is its owner alone (mode 0600); or encrypted by the desktop and then
 * only for it.
 */
const fileSchema = z.strictObject({
  hubs: z.array(
    z.strictObject({ url: z.string(), token: z.union([z.string(), z.strictObject({ sealed: z.string() })]) }),
  ),
})
type HubFile = z.infer<typeof fileSchema>

export function createHubConnections(path: string, sealer: SecretSealer | undefined): StoredHubs {
  const read = () =>
    readKeptJsonFile<HubFile['hubs']>(path, [], (content) => {
      const parsed = fileSchema.safeParse(content)
      if (parsed.success) return parsed.data.hubs
      throw new EngineError('bad_output', 'isoscope', `The file of connected hubs is damaged: ${path}.`, {
        remedy: { text: 'Remove it and connect again' },
      })
    })
  const write = (hubs: HubFile['hubs']) => replaceFile(path, `${JSON.stringify({ hubs }, null, 2)}\n`)
  return {
    keeping: sealer ? 'encrypted with the system’s keychain' : `in ${path}, which only you can read (mode 0600)`,
    list: () => read().map(({ url, token }) => ({ url, token: openToken(token, sealer) })),
    add: (url, token) => {
      const kept = sealer ? { sealed: sealToken(token, sealer) } : token
      write([...read().filter((one) => one.url !== url), { url, token: kept }])
    },
    remove: (url) => {
      const hubs = read()
      const others = hubs.filter((one) => one.url !== url)
      if (others.length === hubs.length) return false
      write(others)
      return true
    },
  }
}

function sealToken(token: string, sealer: SecretSealer): string {
  try {
    return sealer.seal(token)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const { code, engine, message } = error
    throw new EngineError(code, engine, message, {
      cause: error,
      remedy: {
        text: 'Unlock or install one (GNOME Keyring, KWallet), or keep the token in a private file',
        command: 'isoscope hub connect URL',
      },
    })
  }
}

function openToken(token: HubFile['hubs'][number]['token'], sealer: SecretSealer | undefined): HubConnection['token'] {
  if (typeof token === 'string') return token
  if (!sealer) return { absent: 'the desktop app has encrypted it for itself' }
  try {
    return sealer.open(token.sealed)
  } catch {
    return { absent: 'the system’s keychain does not open it' }
  }
}
