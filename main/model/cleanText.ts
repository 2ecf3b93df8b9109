/**
 * Text of engines and of files that others wrote, before it goes into any report: without control characters (a terminal
 * would obey them; of those that set colours or move its cursor nothing stays) and without the marks that turn the direction of writing (they make a line read as another one).
 */
export function cleanText(text: string): string {
  return text
    .replace(CONTROL_SEQUENCE, '')
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(UNSAFE, '')
}

/** ECMA-48, 5.4: CSI, parameters, intermediates, and the byte that says what it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g
