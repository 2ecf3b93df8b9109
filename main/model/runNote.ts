/**
 * A note as it is kept: on one line, without control characters (a terminal would obey them) and without the marks that
 * turn the direction of writing.
 */
export function cleanNote(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSAFE, '').trim()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g
