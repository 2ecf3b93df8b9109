/**
 * POST user/NAME/api/kernels, then its channels over a WebSocket.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#wire-protocol
 */
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { cancelled, EngineError, throwIfAborted, toEngineError } from '../../../model/engineError.ts'
import { monotonicNs } from '../../../os/monotonic.ts'
import { sendHttp } from '../../http.ts'
import type { OwnHub } from './ownHub.ts'

const messageSchema = z.object({
  msg_type: z.string(),
  parent_header: z.object({ msg_id: z.string().optional() }),
  content: z.looseObject({
    execution_state: z.string().optional(),
    text: z.string().optional(),
    evalue: z.string().optional(),
  }),
})

interface KernelListener {
  /** The kernel has begun with the cell. */
  onBusy(at: number): void
  onText(text: string, at: number): void
  /** The cell itself failed, or the connection ended. */
  onEnd(error: EngineError): void
}

/** Starts a kernel in this user's server and executes one cell in it. Resolves with what closes the connection. */
export async function executeCell(
  { client, token }: Pick<OwnHub, 'client' | 'token'>,
  user: string,
  cell: string,
  listener: KernelListener,
  signal: AbortSignal,
): Promise<() => void> {
  throwIfAborted(signal, 'jupyterhub')
  const server = `${client.address.url}user/${user}/api/kernels`
  const headers = { authorization: `token ${token}`, 'content-type': 'application/json' }
  const id = await startKernel(server, headers, signal)
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/${id}/channels`, {
    headers: { authorization: headers.authorization },
    maxPayload: 16 * 1024 * 1024,
  })
  const request = describeRequest(cell)
  socket.on('open', () => socket.send(JSON.stringify(request)))
  socket.on('message', (data) => accept(String(data), request.header.msg_id, listener))
  socket.on('error', (error) => listener.onEnd(toEngineError(error, 'jupyterhub')))
  socket.on('close', () =>
    listener.onEnd(new EngineError('engine_failed', 'jupyterhub', 'The notebook server has gone.')),
  )
  return () => socket.close()
}

async function startKernel(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { status, body } = await sendHttp(
      { method: 'POST', url, headers, body: '{"name":"python3"}' },
      65_536,
      signal,
    )
    if (status === 201) return z.object({ id: z.uuid() }).parse(JSON.parse(body)).id
    const detail = body.slice(0, 500)
    throw new EngineError('engine_failed', 'jupyterhub', 'The notebook server started no kernel.', { detail })
  } catch (error) {
    throw signal.aborted ? cancelled('jupyterhub') : toEngineError(error, 'jupyterhub')
  }
}

function describeRequest(code: string) {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: 'execute_request',
      username: 'isoscope',
      session: randomUUID(),
      date: new Date().toISOString(),
      version: '5.3',
    },
    parent_header: {},
    metadata: {},
    content: {
      code,
      silent: false,
      store_history: false,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    },
    channel: 'shell',
    buffers: [],
  }
}

/** Answers to other requests, such as those the server itself makes, are not ours. */
function accept(data: string, id: string, listener: KernelListener): void {
  const at = monotonicNs()
  const parsed = messageSchema.safeParse(parseJson(data))
  if (!parsed.success || parsed.data.parent_header.msg_id !== id) return
  const { msg_type: type, content } = parsed.data
  if (type === 'status' && content.execution_state === 'busy') listener.onBusy(at)
  else if (type === 'stream' && content.text !== undefined) listener.onText(content.text, at)
  else if (type === 'error') {
    const detail = content.evalue ?? ''
    listener.onEnd(new EngineError('engine_failed', 'jupyterhub', 'The program could not be started.', { detail }))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
