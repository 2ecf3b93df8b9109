import type { WebPreferences } from 'electron'

/** Electron's part of the security rules as values and pure functions; nothing here imports electron at run time. */

export const appScheme = 'app'
const appHost = 'isoscope'
/** As Chromium writes the origin of a standard scheme. Node says `null` for it, so origins are compared by their parts. */
export const appOrigin = `${appScheme}://${appHost}`

/** The one IPC channel; the preload has the same word, since it imports nothing. */
export const connectChannel = 'isoscope:connect'

/** Pages outside that Isoscope's own texts point to: documentation of the engines it drives. */
const externalHosts: ReadonlySet<string> = new Set([
  'docs.docker.com',
  'docs.python.org',
  'packaging.python.org',
  'docs.conda.io',
  'mamba.readthedocs.io',
  'www.qemu.org',
  'www.virtualbox.org',
  'jupyterhub.readthedocs.io',
])

/** Whether a URL or an origin is of the page's own origin: scheme, host and port equal, nobody named in it. */
export function isOwnOrigin(address: string, own: string): boolean {
  const [url, ownUrl] = [parseUrl(address), parseUrl(own)]
  if (url === null || ownUrl === null) return false
  const named = url.username !== '' || url.password !== ''
  return url.protocol === ownUrl.protocol && url.host !== '' && url.host === ownUrl.host && !named
}

/** Whether the system's browser may be opened on a URL: https, its usual port, a host of the list, nobody named in it. */
export function isAllowedExternal(address: string): boolean {
  const url = parseUrl(address)
  if (url === null || url.protocol !== 'https:' || url.port !== '') return false
  return url.username === '' && url.password === '' && externalHosts.has(url.hostname)
}

/** Of every WebContents there is. All of it is said aloud, so that another default of a later Electron changes nothing. */
export function createWebPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    experimentalFeatures: false,
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  }
}

/** What a call of ours looks like to the sender check; `null` when the frame is gone. */
export interface SenderFrame {
  readonly origin: string
  readonly parent: unknown
}

/** Why a message must be dropped, or `null` when it comes from the main frame of our own page. */
export function findSenderFault(frame: SenderFrame | null, own: string): string | null {
  if (frame === null) return 'its frame is gone'
  if (frame.parent !== null) return 'it comes from a sub-frame'
  return isOwnOrigin(frame.origin, own) ? null : `it comes from ${JSON.stringify(frame.origin.slice(0, 100))}`
}

function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null
}
