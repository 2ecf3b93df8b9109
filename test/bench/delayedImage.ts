import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProbeTools } from '../../main/os/probeTools.ts'

export interface DelayedImage {
  readonly name: string
  remove(): void
}

/** An image whose program waits 50 ms before it becomes the probe. cc -static; docker import */
export function importDelayedImage(tools: ProbeTools): DelayedImage {
  const name = `isoscope-bench-delay:${randomBytes(6).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-bench-'))
  try {
    execFileSync('cc', ['-O2', '-static', '-o', join(folder, 'delay'), join(import.meta.dirname, 'delay.c')])
    copyFileSync(tools.probe, join(folder, 'probe'))
    const archive = execFileSync('tar', ['-C', folder, '-cf', '-', 'delay', 'probe'], { maxBuffer: 64 * 2 ** 20 })
    execFileSync('docker', ['import', '--change', 'ENTRYPOINT ["/delay"]', '-', name], {
      input: archive,
      stdio: ['pipe', 'ignore', 'inherit'],
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { name, remove: () => execFileSync('docker', ['rmi', name], { stdio: 'ignore' }) }
}
