import type { EngineStatus } from '../contract/engine.ts'
import { EngineError } from '../model/engineError.ts'

/** Why nothing can be measured on this platform, or null where it can: our launcher, which starts and times programs, is POSIX. */
export function findMeasuringFault(platform: NodeJS.Platform): EngineError | null {
  if (platform === 'linux' || platform === 'darwin') return null
  const system = platform === 'win32' ? 'Windows' : 'this system'
  return new EngineError(
    'unsupported',
    'isoscope',
    `Nothing can be compared on ${system} yet: the launcher that starts and times programs exists for Linux and macOS only.`,
    {
      remedy: { text: 'Compare on Linux (WSL 2 is one) or macOS. What exists here is shown and managed all the same.' },
    },
  )
}

/** An engine that is ready and can still not be compared says so among its facts. */
export function noteMeasuringFault(status: EngineStatus, platform: NodeJS.Platform): EngineStatus {
  if (status.state !== 'ready' || findMeasuringFault(platform) === null) return status
  return {
    ...status,
    facts: { ...status.facts, comparisons: 'not on this system yet: the launcher is for Linux and macOS' },
  }
}
