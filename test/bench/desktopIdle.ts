import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writePlainStandIn } from '../electron/plainStandIn.ts'
import { startStandIn } from '../electron/standInDesktop.ts'
import { createTrayDesktop } from '../electron/trayDesktop.ts'
import type { Check } from './check.ts'
import { readCpuSeconds } from './live/program.ts'

/** Milliseconds. */
const settling = 10_000
const window = 60_000
const mostCores = 0.005
const mostBytes = 150_000_000

/**
 * CPU and memory of the desktop's main process while its window is hidden and its tray is there, on the stand-in for Electron: Node, the app, and what
 * of the stand-in is in this process (a pipe to Chromium). Electron's own share comes on top, Chromium is a process of its own.
 */
export async function checkDesktopIdle(): Promise<readonly Check[]> {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-idle-'))
  const places = { home: join(folder, 'home'), userData: join(folder, 'user') }
  const plain = writePlainStandIn(join(folder, 'stand-in'))
  const desktop = startStandIn({ ...places, env: createTrayDesktop(folder) }, plain)
  try {
    while (!(await desktop.control.windows()).some(({ isVisible }) => isVisible)) await sleep(100)
    await desktop.control.hideWindow()
    await sleep(settling)
    const before = readCpuSeconds([desktop.pid])
    await sleep(window)
    const cores = (readCpuSeconds([desktop.pid]) - before) / (window / 1000)
    const resident = readResidentBytes(desktop.pid)
    await desktop.control.quit()
    await desktop.ended
    return [
      {
        name: "CPU of the desktop's idle main process, window hidden, without Electron's own share",
        unit: 'ratio',
        ours: { cores },
        reference: { most: mostCores, seconds: window / 1000 },
        limit: 'under 0.5 % of one core over 60 s',
        holds: cores < mostCores,
      },
      {
        name: "resident memory of the desktop's idle main process, without Electron's own share",
        unit: 'bytes',
        ours: { resident },
        reference: { most: mostBytes },
        limit: 'under 150 MB',
        holds: resident > 0 && resident < mostBytes,
      },
    ]
  } finally {
    desktop.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function readResidentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kibibytes) * 1024
}
