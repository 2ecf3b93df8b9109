import type { App } from 'electron'
import { runIdSchema } from '../../contract/run.ts'

/** `isoscope://run/ID`, which anything on the machine may open: it shows a stored run, and nothing else can be said with it. */

const linkScheme = 'isoscope'

/** The run that a link names; `null` for every other text, however close. */
export function parseDeepLink(link: string): string | null {
  const id = /^isoscope:\/\/run\/([^/?#]+)$/.exec(link)?.[1]
  return id !== undefined && runIdSchema.safeParse(id).success ? id : null
}

/** The run named among the arguments of a start. Chromium adds arguments and changes their order, so each is looked at. */
export function findLinkedRun(argv: readonly string[]): string | null {
  return argv.map(parseDeepLink).find((id) => id !== null) ?? null
}

/**
 * Makes the packaged app the one that opens our links. A checkout does not: it would stay the system's choice after its folder
 * is gone. On macOS and in a package for Linux the installed app also says so in its own files.
 */
export function registerDeepLinks(app: App): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
}

/** macOS hands a link over as an event, at a start even before the app is ready. */
export function onDeepLink(app: App, open: (link: string) => void): void {
  app.on('open-url', (event, url) => {
    event.preventDefault()
    open(url)
  })
}
