/**
 * What a container without a terminal writes comes in frames: one byte for the stream (1 stdout, 2 stderr), three
 * zero bytes, the payload's length as four bytes, big-endian, and the payload. Frames and chunks of the connection
 * begin and end independently of each other. docs.docker.com/reference/api/engine, "ContainerAttach", stream format.
 */
export interface FramePart {
  readonly stream: 'stdout' | 'stderr'
  /** A piece of a payload: it is handed on as it comes, so that a first byte never waits for the rest. */
  readonly data: Buffer
  /** Whether it is the beginning of its frame. */
  readonly isFirst: boolean
}

const headerLength = 8

/** Returns a function that takes chunks and gives the payload bytes in them. */
export function createFrameDecoder(): (chunk: Buffer) => readonly FramePart[] {
  const header = Buffer.alloc(headerLength)
  let headerFilled = 0
  let missing = 0
  let isFirst = true
  return (chunk) => {
    const parts: FramePart[] = []
    let offset = 0
    while (offset < chunk.length) {
      if (missing > 0) {
        const data = chunk.subarray(offset, offset + missing)
        parts.push({ stream: header[0] === 2 ? 'stderr' : 'stdout', data, isFirst })
        isFirst = false
        missing -= data.length
        offset += data.length
      } else {
        const taken = chunk.copy(header, headerFilled, offset, offset + headerLength - headerFilled)
        headerFilled += taken
        offset += taken
        if (headerFilled === headerLength) {
          missing = header.readUInt32BE(4)
          headerFilled = 0
          isFirst = true
        }
      }
    }
    return parts
  }
}
