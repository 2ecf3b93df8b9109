/** Characters of a menu's label; a longer one makes the menu as wide as the screen on some desktops. */
const longest = 40

/** Both ends of a text that is too long, where names differ: `isoscope-tests-…-web-1`. Counted in what is seen as one character. */
export function truncateMiddle(text: string, length = longest): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  if (characters.length <= length) return text
  const front = Math.ceil((length - 1) / 2)
  return `${characters.slice(0, front).join('')}…${characters.slice(characters.length - (length - 1 - front)).join('')}`
}

/**
 * A label with its ampersands kept. On every platform Electron reads `&x` as a mnemonic and `&&` as the character, and turns
 * that into what the platform's menu wants. Control characters would break a menu's line.
 */
export function toLabel(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll('&', '&&')
}
