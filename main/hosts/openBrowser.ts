import { spawn } from 'node:child_process'

/**
 * `xdg-open FILE` (https://www.freedesktop.org/wiki/Software/xdg-utils/), `open FILE` on macOS,
 * `rundll32 url.dll,FileProtocolHandler FILE` on Windows, where `start` exists only inside a shell.
 */
export interface Opener {
  readonly file: string
  readonly args: readonly string[]
}

type Env = Readonly<Record<string, string | undefined>>

/** The system's opener for a file, or `null` where nobody would see what it opens. Pure. */
export function chooseOpener(path: string, platform: NodeJS.Platform, env: Env): Opener | null {
  // A command over SSH runs on a machine whose screen the user does not look at; X forwarding sets DISPLAY and is fine.
  if (platform === 'darwin') return env.SSH_CONNECTION ? null : { file: 'open', args: [path] }
  if (platform === 'win32') {
    return env.SSH_CONNECTION ? null : { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', path] }
  }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { file: 'xdg-open', args: [path] } : null
}

export interface OpenBrowserOptions {
  /** The redirect file; it, and not the URL, becomes a process's argument. */
  readonly openUrlFile: string
  /** With the one-time code; only ever printed on the user's own terminal. */
  readonly openUrl: string
  /** False for `--no-open`. */
  readonly open: boolean
  readonly platform: NodeJS.Platform
  readonly env: Env
  readonly print: (line: string) => void
}

/**
 * Opens the page, and prints its address in any case: a browser from a snap or flatpak cannot read the redirect file and
 * says so only in its own window. Resolves once the opener runs or could not be started; never rejects.
 */
export async function openBrowser(options: OpenBrowserOptions): Promise<void> {
  const opener = options.open ? chooseOpener(options.openUrlFile, options.platform, options.env) : null
  const started = opener !== null && (await startOpener(opener, options))
  options.print(
    started
      ? 'Opening the browser. If nothing appears, open this address within 60 s; it works once:'
      : 'Open this address in a browser on this machine within 60 s; it works once:',
  )
  options.print(`  ${options.openUrl}`)
}

/** Whether the program could be started. It may live as long as the browser, so nobody waits for it. */
function startOpener(opener: Opener, options: OpenBrowserOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(opener.file, [...opener.args], { stdio: 'ignore', detached: true, env: { ...options.env } })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
