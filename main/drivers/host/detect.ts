import { readFile } from 'node:fs/promises'
import { availableParallelism, release, totalmem, version } from 'node:os'
import type { EngineStatus } from '../../contract/engine.ts'

/** The bare machine is always there; what is missing on Windows is our launcher. */
export async function detectHost(platform: NodeJS.Platform): Promise<EngineStatus> {
  if (platform !== 'linux' && platform !== 'darwin') {
    return {
      state: 'broken',
      technology: 'host',
      version: release(),
      why: 'The launcher that starts and times programs exists for Linux and macOS only, so far.',
      remedy: { text: 'Run Isoscope on Linux (WSL 2 is one) or macOS' },
    }
  }
  return {
    state: 'ready',
    technology: 'host',
    version: release(),
    facts: {
      distribution: parseDistribution(await readOsRelease()) ?? version(),
      cores: String(availableParallelism()),
      memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    },
  }
}

/** PRETTY_NAME of os-release, https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
export function parseDistribution(osRelease: string): string | null {
  const value = /^PRETTY_NAME=(.*)$/m.exec(osRelease)?.[1]?.trim()
  return value?.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(["$`\\])/g, '$1') || null
}

async function readOsRelease(): Promise<string> {
  return readFile('/etc/os-release', 'utf8').catch(() => readFile('/usr/lib/os-release', 'utf8').catch(() => ''))
}
