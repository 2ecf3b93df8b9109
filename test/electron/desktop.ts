import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectRoot } from '../support/cli.ts'
import type { Control } from './standInDesktop.ts'

/** The built desktop app, in Electron or in what stands in for it. */
export interface Desktop {
  /** Of the main process. */
  readonly pid: number
  /** The page of the first window, once it has loaded. */
  readonly page: Page
  /** What the test may ask and do beyond the page; only the stand-in has it. */
  readonly control: Control | null
  /** Console errors and warnings, exceptions and breaches of the content security policy. */
  readonly complaints: readonly string[]
  /** What the main process wrote to stderr. */
  log(): string
  /** As Playwright must be told it: the stand-in cannot load `app:` (standIn/addresses.ts). */
  toAddress(address: string): string
  openedOutside(): Promise<readonly string[]>
  countWindows(): Promise<number>
  quit(): Promise<number | null>
}

export interface DesktopOptions {
  /** Of Isoscope's store. */
  readonly home: string
  readonly userData: string
  readonly args?: readonly string[]
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>
}

/** The binary of Electron, from the folder that was named or from a download that was completed. */
function findElectron(): string | null {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(projectRoot, 'node_modules', 'electron', 'dist')
  const record = join(projectRoot, 'node_modules', 'electron', 'path.txt')
  const binary = join(folder, existsSync(record) ? readFileSync(record, 'utf8').trim() : 'electron')
  return existsSync(binary) ? binary : null
}

const binary = findElectron()

/** For the names of tests: which of the two they ran on. */
export const ranOn = binary === null ? 'a stand-in for Electron over Chromium' : 'Electron'

export async function launchDesktop(options: DesktopOptions): Promise<Desktop> {
  if (binary !== null) return await (await import('./realDesktop.ts')).launchReal(binary, options)
  return await (await import('./standInDesktop.ts')).launchStandIn(options)
}

export const entry = join(projectRoot, 'out', 'main', 'electron.js')

/** Notes what a page complains about, from now on. */
export function watchComplaints(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}
