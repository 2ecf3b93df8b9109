import { Readable } from 'node:stream'

const tellEveryBytes = 8 * 1024 ** 2

/** The same stream; `tell` hears how much has passed, every 8 MiB. */
export function countBytes(stream: Readable, tell: (bytes: number) => void): Readable {
  const counting = async function* () {
    let bytes = 0
    let told = 0
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length
      if (bytes - told >= tellEveryBytes) {
        told = bytes
        tell(bytes)
      }
      yield chunk as Buffer
    }
  }
  return Readable.from(counting(), { objectMode: false })
}
