/*
 * Chromium knows no `app:` and has no switch to learn it, so a page of `app://HOST/…` is loaded from `https://HOST.app.test/…`,
 * which is never asked of a network: it has an origin of its own and is a secure context, as a scheme that is registered as
 * standard and secure has and is. The app's code only ever sees `app:`. (`.test` belongs to nobody, RFC 6761.)
 */

const inChromium = /^https:\/\/([^/?#@]*)\.app\.test(?=[/?#]|$)/
const inElectron = /^app:\/\/([^/?#@]*)/

export function toChromium(address: string): string {
  return address.replace(inElectron, 'https://$1.app.test')
}

/** `app:` where it is one, anything else as it is. */
export function toElectron(address: string): string {
  return address.replace(inChromium, 'app://$1')
}
