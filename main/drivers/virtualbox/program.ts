import { join } from 'node:path'
import type { Remedy } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import { findPrograms, isExecutableFile } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'

type Place = Pick<DriverDeps, 'env' | 'platform'>

/** VBoxManage on the PATH, or where the installers of macOS and Windows put it; null when there is none. */
export function findVBoxManage({ env, platform }: Place): string | null {
  const folder = env.VBOX_MSI_INSTALL_PATH ?? join(env.ProgramFiles ?? 'C:\\Program Files', 'Oracle', 'VirtualBox')
  const usual: Partial<Readonly<Record<NodeJS.Platform, string>>> = {
    darwin: '/Applications/VirtualBox.app/Contents/MacOS/VBoxManage',
    win32: join(folder, 'VBoxManage.exe'),
  }
  const candidates = [...findPrograms('VBoxManage', env, platform), ...(usual[platform] ? [usual[platform]] : [])]
  return candidates.find(isExecutableFile) ?? null
}

/** Throws `not_installed` with the remedy. */
export function requireVBoxManage(place: Place): string {
  const found = findVBoxManage(place)
  if (found !== null) return found
  throw new EngineError('not_installed', 'virtualbox', 'VirtualBox was not found.', {
    remedy: describeInstallation(place),
  })
}

export function describeInstallation({ env, platform }: Place): Remedy {
  if (platform === 'darwin') return { text: 'Install it with Homebrew', command: 'brew install --cask virtualbox' }
  if (platform === 'win32') return { text: 'Install it', command: 'winget install Oracle.VirtualBox' }
  if (findPrograms('apt-get', env, platform).length > 0) {
    const text = 'Install it: Ubuntu has it in multiverse, Debian in contrib of its unstable release'
    return { text, command: 'apt-get install virtualbox' }
  }
  return { text: 'Install VirtualBox (https://www.virtualbox.org/wiki/Downloads) so that VBoxManage is on the PATH' }
}
