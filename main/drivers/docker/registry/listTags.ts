/** GET /v2/NAME/tags/list?n=N&last=TAG */

import { z } from 'zod'
import { parseNextPage } from './challenge.ts'
import { parseJson, type RegistryClient } from './registryClient.ts'
import { badAnswer } from './registryErrors.ts'

const pageSize = 1_000
const mostTags = 10_000
const mostPages = 100

const pageSchema = z.object({ tags: z.array(z.string()).nullish() })

export interface Tags {
  readonly tags: readonly string[]
  /** There are more than these. */
  readonly truncated: boolean
}

/** In the registry's own order. Rejects with `not_found`, `permission_denied`, `bad_output`, `not_running`, `timeout`. */
export async function listTags(client: RegistryClient, repository: string, signal: AbortSignal): Promise<Tags> {
  const tags: string[] = []
  let next: string | null = `/v2/${repository}/tags/list?n=${pageSize}`
  for (let page = 0; next !== null; page++) {
    if (tags.length >= mostTags || page === mostPages) return { tags: tags.slice(0, mostTags), truncated: true }
    const answer = await client.get(next, { what: `repository ${repository}`, scope: pullScope(repository) }, signal)
    const parsed = pageSchema.safeParse(parseJson(answer.body))
    if (!parsed.success) throw badAnswer(client.registry.address, 'its list of tags is none')
    tags.push(...(parsed.data.tags ?? []))
    next = parseNextPage(one(answer.headers.link), answer.url)
  }
  return { tags: tags.slice(0, mostTags), truncated: tags.length > mostTags }
}

export function pullScope(repository: string): string {
  return `repository:${repository}:pull`
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' || header === undefined ? header : header.join(', ')
}
