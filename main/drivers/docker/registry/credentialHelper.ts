/**
 * docker-credential-NAME get|store|erase|list, with the server's address or JSON on standard input, never in arguments.
 * github.com/docker/docker-credential-helpers, "Development"
 */

import { z } from 'zod'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { type RunResult, runProgram } from '../../../os/run.ts'
import { findPrograms } from '../../../os/searchPath.ts'
import type { DriverDeps } from '../../driver.ts'
import type { Login } from '../../imageTransfer.ts'
import type { RegistryAddress } from './address.ts'
import { addressOf, readDockerConfig } from './dockerConfig.ts'
import type { LoginKeeper } from './loginPlaces.ts'

type Surroundings = Pick<DriverDeps, 'env' | 'platform'>
type Verb = 'get' | 'store' | 'erase' | 'list'

/** A keychain may ask the user to unlock it first. */
const timeout = 60_000
/** What a helper answers with when the secret is a token that stands for name and password. */
const identityName = '<token>'

const answerSchema = z.object({ Username: z.string(), Secret: z.string() })
const listSchema = z.record(z.string(), z.string())

/** Logins in the helpers that Docker's configuration names, for all registries or for some. */
export function createHelperLogins(surroundings: Surroundings): LoginKeeper {
  const helperOf = ({ address, credentialKey }: RegistryAddress): string | null => {
    const { credHelpers = {}, credsStore } = readDockerConfig(surroundings)
    return credHelpers[credentialKey] ?? credHelpers[address] ?? credsStore ?? null
  }
  const call = (helper: string, verb: Verb, input: string, signal: AbortSignal) =>
    callHelper(surroundings, { helper, verb, input }, signal)
  return {
    place: 'helper',
    find: async (registry, signal) => {
      const helper = helperOf(registry)
      if (helper === null) return null
      const answer = await call(helper, 'get', registry.credentialKey, signal)
      return answer === null ? null : readAnswer(helper, answer)
    },
    list: async (signal) => {
      const { credHelpers = {}, credsStore } = readDockerConfig(surroundings)
      const helpers = new Set([...Object.values(credHelpers), ...(credsStore === undefined ? [] : [credsStore])])
      const lists = await Promise.all([...helpers].map((helper) => call(helper, 'list', '', signal).catch(() => null)))
      return lists.flatMap((text) => (text === null ? [] : readList(text)))
    },
    keep: async (registry, login, signal) => {
      const helper = helperOf(registry)
      if (helper === null) return false
      const [Username, Secret] =
        login.kind === 'password' ? [login.username, login.password] : [identityName, login.token]
      await call(helper, 'store', JSON.stringify({ ServerURL: registry.credentialKey, Username, Secret }), signal)
      return true
    },
    erase: async (registry, signal) => {
      const helper = helperOf(registry)
      if (helper === null) return false
      const found = await call(helper, 'get', registry.credentialKey, signal)
      if (found !== null) await call(helper, 'erase', registry.credentialKey, signal)
      return found !== null
    },
  }
}

/** Whether there is one for any registry. */
export function hasHelper(surroundings: Surroundings): boolean {
  return readDockerConfig(surroundings).credsStore !== undefined
}

/** null where it has no such login. What it wrote is in no error: a secret may be among it. */
async function callHelper(
  { env, platform }: Surroundings,
  { helper, verb, input }: { readonly helper: string; readonly verb: Verb; readonly input: string },
  signal: AbortSignal,
): Promise<string | null> {
  const name = `docker-credential-${helper}`
  const program = /^[A-Za-z0-9._-]+$/.test(helper) ? findPrograms(name, env, platform)[0] : undefined
  if (program === undefined) {
    throw new EngineError('not_installed', 'docker', `Docker keeps logins with ${name}, which is not here.`, {
      remedy: { text: 'Install it, or take credsStore and credHelpers out of Docker’s config.json' },
    })
  }
  let result: RunResult
  try {
    result = await runProgram(program, [verb], {
      engine: 'docker',
      env,
      input,
      signal,
      timeout,
      acceptedExitCodes: [0, 1],
    })
  } catch {
    throwIfAborted(signal, 'docker')
    throw helperFailure(name, verb)
  }
  if (result.exitCode === 0) return result.stdout
  if (/credentials not found/i.test(result.stdout + result.stderr)) return null
  throw helperFailure(name, verb)
}

function helperFailure(name: string, verb: Verb): EngineError {
  return new EngineError('engine_failed', 'docker', `${name} could not ${verb} the login.`, {
    remedy: { text: 'See whether the keychain it uses is unlocked', command: `${name} list` },
  })
}

function readAnswer(helper: string, text: string): Login | null {
  const answer = answerSchema.safeParse(parseQuietly(text))
  if (!answer.success) {
    throw new EngineError('bad_output', 'docker', `docker-credential-${helper} answered with something else.`)
  }
  const { Username, Secret } = answer.data
  if (Secret === '') return null
  return Username === identityName
    ? { kind: 'identity', username: Username, token: Secret }
    : { kind: 'password', username: Username, password: Secret }
}

function readList(text: string) {
  const list = listSchema.safeParse(parseQuietly(text))
  return Object.entries(list.data ?? {}).flatMap(([key, username]) => {
    const address = addressOf(key)
    return address === null ? [] : [{ address, username }]
  })
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
