import { EngineError } from '../../../../model/engineError.ts'

/** One field of a message: a number, or bytes that may be text or a message again. */
export interface Field {
  readonly number: number
  readonly value: bigint | Uint8Array
}

/**
 * The wire format of protocol buffers: protobuf.dev/programming-guides/encoding. Groups, which nobody writes any more, are an error.
 * Throws `bad_output`.
 */
export function readFields(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = []
  let at = 0
  const readVarint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw broken()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw broken()
  }
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw broken()
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = readVarint()
    const number = Number(tag >> 3n)
    if (number === 0) throw broken()
    switch (Number(tag & 7n)) {
      case 0:
        fields.push({ number, value: readVarint() })
        break
      case 1:
        fields.push({ number, value: take(8) })
        break
      case 2:
        fields.push({ number, value: take(Number(readVarint())) })
        break
      case 5:
        fields.push({ number, value: take(4) })
        break
      default:
        throw broken()
    }
  }
  return fields
}

function broken(): EngineError {
  return new EngineError('bad_output', 'docker', 'What BuildKit says of the build cannot be understood.')
}
