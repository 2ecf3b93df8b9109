import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CommandGate } from '../../api/commandGate.ts'
import { createApp } from '../../app.ts'
import { openBrowser } from '../openBrowser.ts'
import type { WebLink } from '../web.ts'
import { type Command, type OptionValues, readInteger, UsageError } from './commandLine.ts'
import { logError } from './session.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves the app to a browser on this machine only (127.0.0.1)',
  options: {
    port: { type: 'string', placeholder: 'N', help: 'port (any free one)' },
    'allow-commands': { type: 'boolean', help: 'let the page run commands of its own, as you' },
    root: { type: 'string', placeholder: 'DIR', help: 'the folder below which such commands run' },
    'no-open': { type: 'boolean', help: 'do not open a browser' },
  },
  notes: 'The printed address works once and for 60 s; Enter prints a new one. Ctrl-C ends it and cancels what runs.',
  run: async (values, root) => {
    const port = readInteger(values, 'port', 0, 65_535) ?? 0
    // Loaded here and not with every command.
    const { serveWeb } = await import('../web.ts')
    const app = createApp({
      env: process.env,
      platform: process.platform,
      root,
      commandGate: readGate(values),
      onError: logError,
    })
    try {
      const host = await serveWeb({
        router: app.router,
        rendererDir: join(root, 'out', 'renderer'),
        port,
        onLog: (line) => process.stderr.write(`${line}\n`),
      })
      try {
        await announce(host, values['no-open'] !== true)
        const lines = offerNewLinks(() => host.renewLink())
        await waitForSignal()
        lines?.close()
      } finally {
        await host.close()
      }
    } finally {
      await app.close()
    }
    return 0
  },
}

function readGate(values: OptionValues): CommandGate {
  const allows = values['allow-commands'] === true
  if (allows && values.root === undefined) {
    throw new UsageError('--allow-commands needs --root DIR: the folder below which commands may run.')
  }
  if (!allows && values.root !== undefined) throw new UsageError('--root is of use with --allow-commands only.')
  return {
    capabilities: new Set(allows ? ['run.custom'] : []),
    approvedRoots: allows ? [String(values.root)] : [],
  }
}

/** The listeners stay: one Ctrl-C comes twice, from the terminal and from the process that started this one. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

function announce({ openUrl, openUrlFile }: WebLink, open: boolean): Promise<void> {
  const print = (line: string) => process.stdout.write(`${line}\n`)
  return openBrowser({ openUrl, openUrlFile, open, platform: process.platform, env: process.env, print })
}

function offerNewLinks(renew: () => Promise<WebLink>) {
  if (!process.stdin.isTTY) return undefined
  const lines = createInterface({ input: process.stdin })
  lines.on('line', () =>
    renew()
      .then((link) => announce(link, false))
      .catch(logError),
  )
  // With readline on it, a terminal's Ctrl-C arrives here and not as a signal.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  return lines
}
