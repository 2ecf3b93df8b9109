import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { app, dialog, safeStorage } from 'electron'
import { createApp } from '../../app.ts'
import { EngineError } from '../../model/engineError.ts'
import { findPaths } from '../../os/paths.ts'
import { takeSecrets } from '../../os/secrets.ts'
import { describeError } from '../describeError.ts'
import { quitAfterError } from './crash.ts'
import { startDesktop } from './desktop.ts'
import { createSecretSealer } from './secretSealer.ts'

/** This file is built to out/main/electron.js, whose folder the paths start from. */
const out = join(import.meta.dirname, '..')

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}

takeSecrets(process.env)
// A message port has nobody to tell of a message it cannot read: it must not end the app.
process.on('unhandledRejection', (error) => log(`unhandled: ${describeError(error)}`))
quitAfterError(app, process, log)

startDesktop({
  createApp: (desktop) => {
    const isoscope = createApp({
      desktop,
      env: process.env,
      platform: process.platform,
      root: join(out, '..'),
      secretSealer: createSecretSealer(safeStorage, process.platform),
      onError: (error) => log(describeError(error)),
    })
    return { ...isoscope, client: createRouterClient(isoscope.router) }
  },
  rendererDir: join(out, 'renderer'),
  trayImages: join(out, '..', 'assets', 'tray'),
  preload: join(out, 'preload', 'preload.cjs'),
  folder: join(findPaths(process.env, process.platform).home, 'desktop'),
  platform: process.platform,
  env: process.env,
  argv: process.argv,
  onLog: log,
}).catch((error: unknown) => {
  log(describeError(error))
  dialog.showErrorBox(
    'Isoscope cannot start',
    error instanceof EngineError ? error.message : 'The log on the terminal says why.',
  )
  app.exit(1)
})
