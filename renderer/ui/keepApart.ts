const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'

/** Letters that run from right to left (Hebrew to Thaana, and their presentation forms), and what steers direction without being seen. */
const turnsText =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud802\ud803\ud83a\ud83b]/

/**
 * A name that somebody gave, for the middle of a sentence: one written from right to left, or with an override in it, must not
 * turn the words and figures around it (Unicode Bidirectional Algorithm, UAX #9, 2.4).
 */
export function keepApart(name: string): string {
  return turnsText.test(name) ? `${firstStrongIsolate}${name.replaceAll(unclosed, '')}${popIsolate}` : name
}

/** What would end the isolate before its time. */
const unclosed = /[\u2066-\u2069]/g
