/**
 * Answers of the hub's REST API, https://jupyterhub.readthedocs.io/en/stable/reference/rest-api.html. What a newer hub adds
 * is left out; what a token may not see is missing and becomes null.
 */
import { z } from 'zod'
import { cleanText } from '../../model/cleanText.ts'
import { EngineError } from '../../model/engineError.ts'

const serverSchema = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  pending: z.string().nullish(),
  started: z.string().nullish(),
  stopped: z.boolean().default(false),
  url: z.string().nullish(),
  /** Only for a token with `admin:server_state`; what is in it depends on the spawner. */
  state: z.looseObject({ pid: z.unknown().optional() }).nullish(),
})
export type HubServer = z.infer<typeof serverSchema>

const userSchema = z.object({
  kind: z.string().default('user'),
  name: z.string().min(1),
  admin: z.boolean().default(false),
  created: z.string().nullish(),
  server: z.string().nullish(),
  pending: z.string().nullish(),
  servers: z.record(z.string(), serverSchema).default({}),
})
export type HubUser = z.infer<typeof userSchema>

const pageSchema = z.object({
  items: z.array(userSchema),
  _pagination: z.object({ next: z.object({ offset: z.number(), limit: z.number() }).nullish() }).optional(),
})

/** Who a token belongs to, and what it may do. Hubs before 2.0 have no scopes. */
const ownerSchema = userSchema.extend({ scopes: z.array(z.string()).nullish() })
export type TokenOwner = z.infer<typeof ownerSchema>

export interface UserPage {
  readonly users: readonly HubUser[]
  /** Of the first user of the next page. */
  readonly nextOffset: number | null
}

export function parseVersion(body: string): string {
  return read(z.object({ version: z.string().min(1) }), body, 'which version it is').version
}

export function parseSpawner(body: string): string {
  return read(z.object({ spawner: z.object({ class: z.string() }) }), body, 'how it starts servers').spawner.class
}

export function parseOwner(body: string): TokenOwner {
  return read(ownerSchema, body, 'whose token this is')
}

export function parseUser(body: string): HubUser {
  return read(userSchema, body, 'a user')
}

/** A page of users; a bare list where the hub knows no pages. */
export function parseUsers(body: string): UserPage {
  const page = read(z.union([z.array(userSchema), pageSchema]), body, 'its users')
  if (Array.isArray(page)) return { users: page, nextOffset: null }
  return { users: page.items, nextOffset: page._pagination?.next?.offset ?? null }
}

/** What the hub says of a failure, at most some lines of it; null where it says nothing. */
export function parseMessage(body: string): string | null {
  const parsed = z.object({ message: z.string() }).safeParse(parseJson(body))
  const text = parsed.success ? cleanText(parsed.data.message).trim().slice(0, 2_000) : ''
  return text === '' ? null : text
}

/** The pid in a server's state, of the spawners that start processes of the hub's own machine. */
export function readPid({ state }: HubServer): number | null {
  const pid = state?.pid
  return typeof pid === 'number' && Number.isInteger(pid) && pid > 1 ? pid : null
}

function read<T>(schema: z.ZodType<T>, body: string, what: string): T {
  const parsed = schema.safeParse(parseJson(body))
  if (parsed.success) return parsed.data
  const options = { detail: cleanText(body).slice(0, 200) }
  throw new EngineError('bad_output', 'jupyterhub', `The hub’s answer does not say ${what}.`, options)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
