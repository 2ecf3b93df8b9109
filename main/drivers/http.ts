import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { rootCertificates } from 'node:tls'
import { nodeHttp } from '../os/nodeHttp.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM texts beside the system's authorities, and a certificate of our own where the server wants one. */
  readonly certificates?: HttpCertificates
}

export interface HttpCertificates {
  readonly authorities: readonly string[]
  readonly own: { readonly cert: string; readonly key: string } | null
}

export interface HttpAnswer {
  readonly status: number
  /** Without parameters, in lower case; empty when none was named. */
  readonly contentType: string
  /** Where a redirect leads; it is never followed. */
  readonly location: string | null
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** More was sent than is read. */
export class TooMuchOutput extends Error {
  override readonly name = 'TooMuchOutput'
}

/** The answer's head; its body is still to be read. Certificates are always verified, whatever the environment says. */
export function openHttp(request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, url, headers, body, certificates } = request
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers }, signal, agent: false as const }
    const call = url.startsWith('https:')
      ? requestHttps(url, { ...options, ...toTlsOptions(certificates), rejectUnauthorized: true }, resolve)
      : nodeHttp.request(url, options, resolve)
    call.on('error', reject)
    call.end(body)
  })
}

/** Named authorities would stand in place of the usual ones, and are to stand beside them. */
function toTlsOptions(certificates: HttpCertificates | undefined) {
  if (!certificates) return {}
  const { authorities, own } = certificates
  return { ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }), ...own }
}

/** Rejects with what Node says, with an AbortError, or with TooMuchOutput beyond `maxBytes`. */
export async function sendHttp(request: HttpRequest, maxBytes: number, signal: AbortSignal): Promise<HttpAnswer> {
  const response = await openHttp(request, signal)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length
    // Leaving the loop destroys the response.
    if (size > maxBytes) throw new TooMuchOutput(`more than ${maxBytes} bytes`)
    pieces.push(piece)
  }
  return describeAnswer(response, Buffer.concat(pieces).toString('utf8'))
}

export function describeAnswer(response: IncomingMessage, body: string): HttpAnswer {
  return {
    status: response.statusCode ?? 0,
    contentType: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    location: response.headers.location ?? null,
    headers: response.headers,
    body,
  }
}
