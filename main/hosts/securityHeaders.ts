/**
 * What the page may do, as headers of every response. `style-src` needs the nonce for the style elements Mantine writes at
 * runtime; style attributes set by script go through CSSOM, which CSP does not restrict (docs/decisions/0001).
 *
 * @param nonce `null` for an answer that is no page.
 * @param connectTo Sources beside 'self'.
 */
function createContentSecurityPolicy(nonce: string | null, connectTo: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    ['connect-src', "'self'", ...connectTo].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export function createSecurityHeaders(
  nonce: string | null,
  connectTo: readonly string[],
): Readonly<Record<string, string>> {
  return {
    'content-security-policy': createContentSecurityPolicy(nonce, connectTo),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}
