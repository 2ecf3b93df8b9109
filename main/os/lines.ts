/** A piece of a stream of lines. */
export interface LinePiece {
  /** Without the line feed. */
  readonly bytes: Buffer
  /** False where the line was cut because it is too long: the next piece belongs to it. */
  readonly ended: boolean
}

const lineFeed = 10

/**
 * Cuts what a program or an engine writes into lines, however it arrives. Holds `limit` bytes at most: a longer line
 * comes in pieces, cut between characters of UTF-8 where it is UTF-8. `rest` is what has no line feed yet.
 */
export function createLineCutter(limit: number): {
  push(chunk: Buffer): readonly LinePiece[]
  rest(): Buffer
} {
  let held: Buffer[] = []
  let heldBytes = 0
  const release = (last: Buffer): Buffer => {
    const bytes = heldBytes === 0 ? last : Buffer.concat([...held, last])
    held = []
    heldBytes = 0
    return bytes
  }
  const hold = (bytes: Buffer) => {
    if (bytes.length === 0) return
    held.push(bytes)
    heldBytes += bytes.length
  }
  return {
    push: (chunk) => {
      const pieces: LinePiece[] = []
      let offset = 0
      while (offset < chunk.length) {
        const room = limit - heldBytes
        const end = chunk.indexOf(lineFeed, offset)
        if (end >= 0 && end - offset <= room) {
          pieces.push({ bytes: release(chunk.subarray(offset, end)), ended: true })
          offset = end + 1
        } else if (chunk.length - offset <= room) {
          hold(chunk.subarray(offset))
          offset = chunk.length
        } else {
          const whole = release(chunk.subarray(offset, offset + room))
          const cut = findCut(whole)
          pieces.push({ bytes: whole.subarray(0, cut), ended: false })
          hold(whole.subarray(cut))
          offset += room
        }
      }
      return pieces
    },
    rest: () => release(Buffer.alloc(0)),
  }
}

/** Before a character that is not whole; at the end where the bytes are no UTF-8. */
function findCut(bytes: Buffer): number {
  for (let back = 1; back <= 4 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
