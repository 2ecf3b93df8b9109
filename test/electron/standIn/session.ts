import { app } from './app.ts'
import { answer } from './control.ts'
import { Refusing } from './refusal.ts'

type Handler = (request: Request) => Response | Promise<Response>
type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

class Protocol
  extends Refusing
  implements Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'isProtocolHandled'>
{
  private readonly schemes = new Set<string>()
  private readonly handlers = new Map<string, Handler>()
  registerSchemesAsPrivileged(schemes: readonly Electron.CustomScheme[]): void {
    app.demandNotReady('protocol.registerSchemesAsPrivileged()')
    for (const { scheme, privileges = {} } of schemes) {
      const known = privileges.standard && privileges.secure && !privileges.bypassCSP && !privileges.allowServiceWorkers
      if (!known) throw new Error('The stand-in for Electron has only standard, secure schemes under their CSP.')
      this.schemes.add(scheme)
    }
  }
  handle(scheme: string, handler: (request: GlobalRequest) => GlobalResponse | Promise<GlobalResponse>): void {
    if (scheme !== 'app' || !this.schemes.has(scheme)) {
      throw new Error(
        `The stand-in for Electron serves app: alone, once it is registered as privileged; not ${scheme}:.`,
      )
    }
    this.handlers.set(scheme, handler)
  }
  isProtocolHandled = (scheme: string): boolean => this.handlers.has(scheme)
  /** What the app answers; `null` where nobody handles `app:`. */
  async answer(request: Request): Promise<Response | null> {
    return (await this.handlers.get('app')?.(request)) ?? null
  }
}

type Parts = 'protocol' | 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'

class Session extends Refusing implements Pick<Electron.Session, Parts> {
  readonly protocol = protocol as unknown as Electron.Protocol
  private request: RequestHandler = null
  private check: CheckHandler = null
  setPermissionRequestHandler(handler: RequestHandler): void {
    this.request = handler
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.check = handler
  }
  setDevicePermissionHandler(): void {}

  /** As in Electron, what nobody decides is granted. */
  decide(contents: Electron.WebContents, permission: string, url: string): Promise<boolean> {
    const { request } = this
    if (!request) return Promise.resolve(true)
    return new Promise((resolve) => {
      const details = { isMainFrame: true, requestingUrl: url } as Electron.PermissionRequest
      request(contents, permission as Parameters<typeof request>[1], resolve, details)
    })
  }
  isGranted(contents: Electron.WebContents, permission: string, url: string): boolean {
    const { check } = this
    if (!check) return true
    const details: Electron.PermissionCheckHandlerHandlerDetails = { isMainFrame: true, requestingUrl: url }
    return check(contents, permission as Parameters<typeof check>[1], new URL(url).origin, details)
  }
}

export const protocol = new Protocol()
export const defaultSession = new Session()

class Sessions extends Refusing implements Pick<typeof Electron.session, 'defaultSession'> {
  readonly defaultSession = defaultSession as unknown as Electron.Session
}
export const session = new Sessions()

const asked: string[] = []
export function noteAsked(permission: string): void {
  asked.push(permission)
}
answer({ permissions: () => asked })
