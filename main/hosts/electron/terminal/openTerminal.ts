import { spawn } from 'node:child_process'
import { isAbsolute } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import { findPrograms, isExecutableFile } from '../../../os/searchPath.ts'
import { chooseTerminal, type Terminal } from './strategies.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Milliseconds: what ends with an error so soon has opened no window. */
const usualSettling = 700

/** The terminal program of this desktop; null when there is none. */
export function findTerminal(env: Env, platform: NodeJS.Platform): Terminal | null {
  // A window needs a display; macOS and Windows have theirs.
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return null
  const findProgram = (name: string) => {
    if (isAbsolute(name)) return isExecutableFile(name) ? name : null
    return name.includes('/') ? null : (findPrograms(name, env, platform)[0] ?? null)
  }
  return chooseTerminal(platform, { env, findProgram })
}

/**
 * Opens a window in which a command runs: a program and its arguments, without a shell in between. The window is the user's and
 * outlives the app. Rejects with EngineError when it does not come up.
 */
export async function openTerminal(
  terminal: Terminal,
  command: readonly string[],
  env: Env,
  settling = usualSettling,
): Promise<void> {
  const { name, program, buildArgs } = terminal
  const child = spawn(program, [...buildArgs(command)], {
    detached: true,
    stdio: 'ignore',
    shell: false,
    env: { ...env },
  })
  const failure = await new Promise<string | null>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new EngineError('engine_failed', 'isoscope', `${name} could not be started.`, { cause }))
    })
    // Many terminals hand the window to one that is open, and end with 0 at once.
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? null : code === null ? `by ${signal}` : `with exit code ${code}`),
    )
    child.once('spawn', () => void setTimeout(() => resolve(null), settling))
  })
  child.unref()
  if (failure !== null) throw new EngineError('engine_failed', 'isoscope', `${name} ended at once, ${failure}.`)
}
