import type { RegistryLogin } from '../../../contract/registry.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { askUser, canAsk } from '../askUser.ts'
import { type OptionValues, UsageError } from '../commandLine.ts'
import { findErrorData } from '../explainError.ts'
import { askSecret, readInput } from '../readSecret.ts'

export const loginOptions = {
  username: { type: 'string', short: 'u', placeholder: 'NAME', help: 'the name to log in with' },
  'password-stdin': { type: 'boolean', help: 'take the password from standard input' },
} as const

export const loginNotes = `
A password is typed (it is not shown) or sent to standard input with --password-stdin; never an argument. A login is kept by
Docker's own credential helper where its config.json names one, and else asked for each time.`

/** What was given with --username and --password-stdin; undefined where neither was. Throws UsageError for one of them. */
export async function readGivenLogin(values: OptionValues, signal: AbortSignal): Promise<RegistryLogin | undefined> {
  const fromInput = values['password-stdin'] === true
  if (values.username === undefined && !fromInput) return undefined
  if (values.username === undefined) throw new UsageError('--password-stdin goes with --username NAME.')
  if (!fromInput) throw new UsageError('--username goes with --password-stdin.')
  const password = await readPasswordInput(signal)
  return password === null ? undefined : { username: String(values.username), password }
}

/** Name and password from options, standard input or a terminal; null when they leave. Throws UsageError where nobody can be asked. */
export async function readLogin(
  values: OptionValues,
  address: string,
  signal: AbortSignal,
): Promise<RegistryLogin | null> {
  const fromInput = values['password-stdin'] === true
  if (fromInput && values.username === undefined) throw new UsageError('--password-stdin goes with --username NAME.')
  if (!fromInput && !canAsk()) {
    throw new UsageError('there is no terminal to ask on: give --username NAME and --password-stdin.')
  }
  const where = cleanText(address)
  const username = values.username ?? (await askUser(`User name for ${where}: `, signal))
  if (username === null) return null
  const password = fromInput
    ? await readPasswordInput(signal)
    : await askSecret(`Password for ${cleanText(String(username))} at ${where} (not shown): `, signal)
  return password === null ? null : { username: String(username), password }
}

/**
 * Does it with the login that was given or is kept. Where the registry wants another and there is somebody to ask, once more with what
 * they type, for this once.
 */
export async function withLogin<T>(
  values: OptionValues,
  address: string,
  signal: AbortSignal,
  work: (login: RegistryLogin | undefined) => Promise<T>,
): Promise<T> {
  const given = await readGivenLogin(values, signal)
  try {
    return await work(given)
  } catch (error) {
    if (given || !canAsk() || findErrorData(error)?.code !== 'permission_denied') throw error
    process.stderr.write(`${cleanText(address)} wants a login.\n`)
    const login = await readLogin({}, address, signal)
    if (login === null) throw error
    return work(login)
  }
}

/** Without the end of its line; blanks belong to it. */
async function readPasswordInput(signal: AbortSignal): Promise<string | null> {
  const text = await readInput(signal)
  if (text === null) return null
  const password = text.replace(/\r?\n$/, '')
  if (password === '') throw new UsageError('the password is empty: send it to standard input.')
  return password
}
