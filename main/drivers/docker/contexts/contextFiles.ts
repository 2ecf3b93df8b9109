import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { asObject, parseObject } from './readObject.ts'

const { join } = posix

/**
 * ~/.docker/contexts/meta/ID/meta.json, and the certificates in ~/.docker/contexts/tls/ID/docker; ID is the SHA-256 of the name.
 * docs.docker.com/engine/manage-resources/contexts
 */
export interface ContextFile {
  readonly name: string
  readonly description: string
  readonly url: string | null
}

/** Null for a file that is damaged. */
export function parseContext(text: string | null): ContextFile | null {
  const meta = parseObject(text)
  if (typeof meta?.Name !== 'string') return null
  const host = asObject(asObject(meta.Endpoints)?.docker)?.Host
  const description = asObject(meta.Metadata)?.Description
  return {
    name: meta.Name,
    description: typeof description === 'string' ? description : '',
    url: typeof host === 'string' && host !== '' ? host : null,
  }
}

type ReadText = (path: string) => string | null

export function readContext(folder: string, name: string, readText: ReadText): ContextFile | null {
  return parseContext(readText(join(folder, 'contexts', 'meta', idOf(name), 'meta.json')))
}

export function contextTlsFolder(folder: string, name: string): string {
  return join(folder, 'contexts', 'tls', idOf(name), 'docker')
}

function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}
