const [escapeByte, bell, cancel, substitute] = [27, 7, 24, 26]

/** What a terminal makes of the bytes that come next, as far as it bears on whether plain lines may be left out. */
export interface ControlState {
  /** Plain text in a plain state changes nothing and need not be followed. */
  follow(output: Uint8Array): void
  /** Between two sequences, and with nothing set that keeps lines from being pushed out of the top. */
  isPlain(): boolean
}

type Mode = 'ground' | 'escape' | 'intermediate' | 'csi' | 'osc' | 'string'
type Screen = 'normal' | 'other'

/**
 * After the diagram of vt100.net/emu/dec_ansi_parser, which xterm follows. A scrolling region (DECSTBM), of which each screen has
 * its own, is the one thing that makes old lines stay while new ones come; colours and modes do not. Where it is not sure, it is
 * not plain: a control of C1 (which no program sends in UTF-8) is so until the terminal is reset.
 */
export function createControlState(): ControlState {
  let mode: Mode = 'ground'
  let parameters = ''
  let screen: Screen = 'normal'
  let hasRegion: Record<Screen, boolean> = { normal: false, other: false }
  let isUnsure = false
  let last = 0
  const reset = () => {
    screen = 'normal'
    hasRegion = { normal: false, other: false }
    isUnsure = false
  }
  const finish = (final: string) => {
    mode = 'ground'
    if (final === 'r' && !/[<-?]/.test(parameters)) hasRegion[screen] = parameters !== ''
    const isSwitch = /\b(?:47|1047|1049)\b/.test(parameters)
    if (isSwitch && !/^\?[\d;]+$/.test(parameters)) isUnsure = true
    if (isSwitch && final === 'h') screen = 'other'
    if (isSwitch && final === 'l') screen = 'normal'
  }
  const begin = (byte: number) => {
    if (byte === 0x5b) {
      mode = 'csi'
      parameters = ''
    } else if (byte === 0x5d) mode = 'osc'
    else if ([0x50, 0x58, 0x5e, 0x5f].includes(byte)) mode = 'string'
    else if (byte >= 0x20 && byte < 0x30) mode = 'intermediate'
    else if (byte >= 0x30 && byte < 0x7f) {
      mode = 'ground'
      if (byte === 0x63) reset()
    }
  }
  const take = (byte: number) => {
    if (byte === escapeByte) mode = 'escape'
    else if (byte === cancel || byte === substitute) mode = 'ground'
    // A sequence ends that nobody knows; a string takes all.
    else if (byte >= 0x80 && mode !== 'osc' && mode !== 'string') mode = 'ground'
    else if (mode === 'escape') begin(byte)
    else if (mode === 'intermediate') mode = byte >= 0x30 && byte < 0x7f ? 'ground' : mode
    else if (mode === 'osc') mode = byte === bell ? 'ground' : mode
    else if (mode === 'csi' && byte >= 0x40 && byte < 0x7f) finish(String.fromCharCode(byte))
    // No sequence that is meant is longer.
    else if (mode === 'csi' && byte >= 0x20 && parameters.length < 100) parameters += String.fromCharCode(byte)
  }
  return {
    follow: (output) => {
      for (let at = 0; at < output.length; at++) {
        const byte = output[at] ?? 0
        if (last === 0xc2 && byte >= 0x80 && byte < 0xa0) isUnsure = true
        last = byte
        if (mode !== 'ground' || byte === escapeByte) take(byte)
      }
    },
    isPlain: () => mode === 'ground' && last !== 0xc2 && !hasRegion[screen] && !isUnsure,
  }
}

/** Printed text, tabs and ends of lines, and neither the other C0 controls nor, in UTF-8, those of C1. */
export function isPlainText(output: Uint8Array): boolean {
  const head = (4 - (output.byteOffset % 4)) % 4
  if (output.length < head + 4) return isPlainBetween(output, 0, output.length)
  const words = new Int32Array(output.buffer, output.byteOffset + head, (output.length - head) >> 2)
  if (!isPlainBetween(output, 0, head)) return false
  // Four bytes at once: each byte of a flood is looked at.
  for (let index = 0; index < words.length; index++) {
    const at = head + 4 * index
    if (isSuspect(words[index] ?? 0) && !isPlainBetween(output, at, at + 4)) return false
  }
  return isPlainBetween(output, head + 4 * words.length, output.length)
}

/** Whether a byte of the four is below 32, or begins what may be a control of C1. */
function isSuspect(word: number): boolean {
  const other = word ^ 0xc2c2c2c2
  return ((((word - 0x20202020) & ~word) | ((other - 0x01010101) & ~other)) & 0x80808080) !== 0
}

function isPlainBetween(output: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = output[at] ?? 0
    if (byte < 32 && byte !== 10 && byte !== 13 && byte !== 9) return false
    if (byte === 0xc2 && (output[at + 1] ?? 0) < 0xa0) return false
  }
  return true
}
