/** What is checked of a request before anything is done for it. Pure. */
export interface RequestSource {
  readonly host: string | undefined
  readonly origin: string | undefined
}

/** The names under which a browser on this machine reaches the server; a rebound DNS name is none of them. */
export function listOwnHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

export function isOwnHost(source: RequestSource, port: number): boolean {
  return source.host !== undefined && listOwnHosts(port).includes(source.host)
}

/**
 * Scheme, host and port of Origin must be exactly those the request came to. A missing Origin is refused: every browser
 * sends it with a POST and with a WebSocket, so what lacks it is no page of ours.
 */
export function isOwnOriginHeader(source: RequestSource, port: number): boolean {
  return isOwnHost(source, port) && source.origin === `http://${source.host}`
}
