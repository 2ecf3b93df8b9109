import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Sessions } from './session.ts'

/** A code is 43 characters; nothing that is asked here needs more than this. */
const maxBodyBytes = 1024

const bodySchema = z.strictObject({ code: z.string().max(200) })

export type SessionAnswer =
  | { readonly status: 200; readonly token: string }
  | { readonly status: 400 | 401 | 413 | 415; readonly message: string }

/**
 * `POST /session {"code"}` → `{"token"}`. Host and Origin have been checked before. JSON only: a form of another site can
 * send its types without asking first, JSON it cannot.
 */
export async function answerSessionRequest(request: IncomingMessage, sessions: Sessions): Promise<SessionAnswer> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim()
  if (type !== 'application/json') return { status: 415, message: 'Send JSON.' }
  const text = await readBody(request)
  if (text === null) return { status: 413, message: 'Too long.' }
  const body = parseBody(text)
  if (body === null) return { status: 400, message: 'Send {"code": "…"}.' }
  const token = sessions.redeemCode(body.code)
  return token === null ? { status: 401, message: 'The code is wrong, used or too old.' } : { status: 200, token }
}

/** `null` when it is too long; the rest is then left unread, and the connection is closed with the answer. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > maxBodyBytes) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(text: string): z.infer<typeof bodySchema> | null {
  try {
    return bodySchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
