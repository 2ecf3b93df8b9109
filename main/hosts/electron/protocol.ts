import { type Protocol, protocol } from 'electron'
import { createPageResponse } from '../pageAssets.ts'
import { createSecurityHeaders } from '../securityHeaders.ts'
import { appOrigin, appScheme, isOwnOrigin } from './decisions.ts'

/** Makes `app:` a scheme with real origins. Only before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves `app://isoscope/…` from the built page; any other host is refused. */
export function handleAppScheme(on: Protocol, rendererDir: string): void {
  on.handle(appScheme, async (request) => {
    if (!isOwnOrigin(request.url, appOrigin)) {
      return new Response('Unknown host.\n', { status: 404, headers: createSecurityHeaders(null, []) })
    }
    const target = request.url.slice(appOrigin.length)
    const page = await createPageResponse(rendererDir, { method: request.method, target, connectTo: [] })
    return new Response(new Uint8Array(page.body), { status: page.status, headers: page.headers })
  })
}
