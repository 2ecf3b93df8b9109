interface WithBase64 {
  readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer>
}

/** By the engine's own decoder where there is one: it takes a twentieth of the time. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as WithBase64
  if (fromBase64) return fromBase64.call(Uint8Array, text)
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  // A call takes no more arguments than the stack holds.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
