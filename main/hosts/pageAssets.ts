import { randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { createSecurityHeaders } from './securityHeaders.ts'

/** What renderer/index.html carries in `<meta name="csp-nonce">`; replaced by the nonce of each response. */
export const noncePlaceholder = '__CSP_NONCE__'

/** Only files with one of these extensions leave the folder; source maps and the like do not. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

export type ResolvedPath =
  | { readonly status: 200; readonly path: string; readonly contentType: string }
  | { readonly status: 400 | 404 }

export interface PageResponse {
  readonly status: 200 | 400 | 404 | 405
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface PageRequest {
  readonly method: string
  /** Path and query as they came, still encoded. */
  readonly target: string
  /** Sources beside 'self' that the page may connect to. */
  readonly connectTo: readonly string[]
}

/**
 * The file below `out/renderer` that a request means, as a relative path with forward slashes. Pure. Whatever could lead
 * elsewhere (dot segments, plain or encoded, backslashes, control characters, drive letters, dotfiles) is 400, so that
 * nothing depends on how a platform joins paths; an extension that is not served is 404.
 */
export function resolveAssetPath(target: string): ResolvedPath {
  const encoded = target.split(/[?#]/, 1)[0] ?? ''
  const path = decodePath(encoded)
  if (path === null || !path.startsWith('/')) return { status: 400 }
  if (path === '/') return { status: 200, path: 'index.html', contentType: contentTypes['.html'] ?? '' }
  const segments = path.slice(1).split('/')
  // A name here begins with a letter, a digit, _ or -, so `..`, an empty segment and a dotfile are all refused.
  if (!segments.every((segment) => /^[\w-][\w.-]*$/.test(segment))) return { status: 400 }
  const contentType = contentTypes[extname(path)]
  return contentType ? { status: 200, path: segments.join('/'), contentType } : { status: 404 }
}

/** The whole answer to a request for a page's file, the same behind both doors. Never rejects for what a client sent. */
export async function createPageResponse(rendererDir: string, request: PageRequest): Promise<PageResponse> {
  const refuse = (status: 400 | 404 | 405, text: string): PageResponse => ({
    status,
    headers: {
      ...createSecurityHeaders(null, []),
      'content-type': 'text/plain; charset=utf-8',
      ...(status === 405 && { allow: 'GET, HEAD' }),
    },
    body: Buffer.from(`${text}\n`),
  })
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD.')
  const resolved = resolveAssetPath(request.target)
  if (resolved.status !== 200) return refuse(resolved.status, resolved.status === 400 ? 'Bad path.' : 'Not found.')
  const content = await readInside(rendererDir, resolved.path)
  if (content === null) return refuse(404, 'Not found.')
  const isPage = resolved.path.endsWith('.html')
  const nonce = randomBytes(16).toString('base64')
  const headers = createSecurityHeaders(nonce, request.connectTo)
  const body = isPage ? Buffer.from(content.toString('utf8').replaceAll(noncePlaceholder, nonce)) : content
  return {
    status: 200,
    headers: { ...headers, 'content-type': resolved.contentType, 'cache-control': isPage ? 'no-store' : 'no-cache' },
    body: request.method === 'HEAD' ? Buffer.alloc(0) : body,
  }
}

function decodePath(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

/** `null` when there is no such file, or when a link leads out of the folder. */
async function readInside(folder: string, path: string): Promise<Buffer | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    return file.startsWith(root + sep) ? await readFile(file) : null
  } catch {
    return null
  }
}
