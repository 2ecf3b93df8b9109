import { type App, type Session, shell, type WebContents } from 'electron'
import { isAllowedExternal, isOwnOrigin } from './decisions.ts'

type Log = (line: string) => void

/** Guards every WebContents that ever comes to be, whoever makes it. Call before the first window. */
export function guardAllContents(app: App, own: string, onLog: Log): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, own, onLog))
}

export function guardContents(contents: WebContents, own: string, onLog: Log): void {
  const keepInside = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isOwnOrigin(event.url, own)) return
    event.preventDefault()
    onLog(`prevented a navigation to ${JSON.stringify(event.url.slice(0, 200))}`)
  }
  contents.on('will-navigate', keepInside)
  contents.on('will-redirect', keepInside)
  contents.on('will-frame-navigate', keepInside)
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    onLog('prevented a webview')
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternal(url)) {
      shell.openExternal(url).catch((error: unknown) => onLog(`cannot open a browser: ${String(error)}`))
    } else {
      onLog(`prevented a window for ${JSON.stringify(url.slice(0, 200))}`)
    }
    return { action: 'deny' }
  })
}

/** No permission is needed by any page of ours: each request and each check is denied, and no device is ever handed out. */
export function denyPermissions(session: Session, onLog: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    onLog(`denied ${permission}`)
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
