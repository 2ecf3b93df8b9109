import { EngineError } from '../../model/engineError.ts'

export type QmpMessage = Readonly<Record<string, unknown>>

/** Longest line taken; QEMU's longest known answer (query-qmp-schema) is about 200 kB. */
export const lineLimit = 4 * 1024 * 1024

/**
 * Cuts a QMP stream into messages: one JSON object a line. Chunks may split a line anywhere, also inside a character.
 * `push` throws `bad_output` on a line that is no JSON object or longer than the limit.
 */
export function createQmpDecoder(): { push(chunk: Uint8Array): readonly QmpMessage[] } {
  let pending: Uint8Array[] = []
  let length = 0
  return {
    push(chunk) {
      const messages: QmpMessage[] = []
      let rest = chunk
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        const line = Buffer.concat([...pending, rest.subarray(0, end)]).toString('utf8')
        pending = []
        length = 0
        rest = rest.subarray(end + 1)
        if (line.trim() !== '') messages.push(parseMessage(line))
      }
      pending.push(rest)
      length += rest.length
      if (length > lineLimit) throw new EngineError('bad_output', 'qemu', 'QEMU sent a line that is too long.')
      return messages
    },
  }
}

function parseMessage(line: string): QmpMessage {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as QmpMessage
  } catch {
    // Told below, as for any other value that is no object.
  }
  throw new EngineError('bad_output', 'qemu', 'QEMU sent something that is not its protocol.', {
    detail: line.slice(0, 200),
  })
}
