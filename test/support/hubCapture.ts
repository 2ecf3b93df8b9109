import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpAnswer } from '../../main/drivers/http.ts'

const folder = join(import.meta.dirname, '..', 'fixtures', 'jupyterhub-3.0.0')

export const hubCaptures: readonly string[] = readdirSync(folder).map((name) => name.replace(/\.txt$/, ''))

/** What a real hub answered, from test/fixtures/jupyterhub-3.0.0/NAME.txt; null where nothing did. */
export function readHubCapture(name: string): HttpAnswer | null {
  const text = readFileSync(join(folder, `${name}.txt`), 'utf8')
  const answer = /^===== stdout =====\n(.*)===== stderr =====/ms.exec(text)?.[1] ?? text
  const [head = '', ...body] = answer.split(/\r?\n\r?\n/)
  const status = /^HTTP\/1\.1 (\d+)/.exec(head)?.[1]
  if (status === undefined) return null
  const header = (field: string) => new RegExp(`^${field}: (.*?)\\r?$`, 'im').exec(head)?.[1] ?? null
  return {
    status: Number(status),
    headers: {},
    contentType: header('content-type') ?? '',
    location: header('location'),
    body: body.join('\n\n'),
  }
}
