import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '../../../os/run.ts'

/** Who draws tray icons on Linux: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/ */
const watcher = 'org.kde.StatusNotifierWatcher'
const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'] as const
const [name, path, face] = bus

/** The same question in the words of the three programs of which a desktop has at least one. */
const questions: readonly (readonly [string, readonly string[]])[] = [
  ['gdbus', ['call', '--session', '--dest', name, '--object-path', path, '--method', `${face}.NameHasOwner`, watcher]],
  ['busctl', ['--user', 'call', name, path, face, 'NameHasOwner', 's', watcher]],
  ['dbus-send', ['--session', '--print-reply', `--dest=${name}`, path, `${face}.NameHasOwner`, `string:${watcher}`]],
]

/** Milliseconds for one answer. */
const patience = 1_500

type Env = Readonly<Record<string, string | undefined>>

/** Whether an icon in the tray would be seen: always on macOS and Windows, on Linux where a desktop takes such icons. Never rejects. */
export async function isTrayAvailable(
  env: Env = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (platform !== 'linux') return true
  const hasBus = Boolean(env.DBUS_SESSION_BUS_ADDRESS) || existsSync(join(env.XDG_RUNTIME_DIR || '/nonexistent', 'bus'))
  if (!hasBus) return false
  for (const [program, args] of questions) {
    try {
      const { stdout } = await runProgram(program, args, { engine: 'isoscope', env, timeout: patience })
      return /\btrue\b/.test(stdout)
    } catch {
      // Not installed, or it cannot reach the bus: the next one is asked.
    }
  }
  return false
}
