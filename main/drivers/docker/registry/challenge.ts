/** How a registry wants to know who asks. RFC 9110, 11.6.1; distribution.github.io, "Token Authentication Specification" */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer'
      readonly realm: string
      readonly service: string | null
      readonly scope: string | null
    }

/** Of a WWW-Authenticate header; null for a way we do not know. */
export function parseChallenge(header: string): Challenge | null {
  const [scheme = ''] = header.trim().split(/\s/, 1)
  if (scheme.toLowerCase() === 'basic') return { scheme: 'basic' }
  if (scheme.toLowerCase() !== 'bearer') return null
  const parameters = new Map(
    [...header.matchAll(/([A-Za-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value.replace(/\\(.)/g, '$1'),
    ]),
  )
  const realm = parameters.get('realm')
  if (realm === undefined || !URL.canParse(realm)) return null
  return { scheme: 'bearer', realm, service: parameters.get('service') ?? null, scope: parameters.get('scope') ?? null }
}

/** Where the next page is; null where there is none, or it is at another host. RFC 8288 */
export function parseNextPage(header: string | undefined, url: string): string | null {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(header ?? '')?.[1]
  if (target === undefined || !URL.canParse(target, url)) return null
  const next = new URL(target, url)
  return next.origin === new URL(url).origin ? next.href : null
}
