/** Values as they cross between page and main process: JSON, and bytes within it as text. As inPage/isolatedWorld.js writes them. */

export function encodeValue(value: unknown): string {
  return JSON.stringify([value], function (this: Record<string, unknown>, key) {
    const raw = this[key]
    if (raw instanceof Uint8Array) return { $bytes: Buffer.from(raw).toString('base64') }
    if (typeof raw === 'function' || (typeof raw === 'object' && raw !== null && !isPlain(raw))) {
      throw new Error(`The stand-in for Electron does not carry ${Object.prototype.toString.call(raw)}.`)
    }
    return raw
  })
}

export function decodeValue(text: string): unknown {
  const [value] = JSON.parse(text, (_key, each) =>
    typeof each?.$bytes === 'string' ? new Uint8Array(Buffer.from(each.$bytes, 'base64')) : each,
  ) as readonly unknown[]
  return value
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
}
