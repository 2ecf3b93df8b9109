import type { Remedy } from '../../../contract/errors.ts'
import { EngineError } from '../../../model/engineError.ts'
import { findPrograms } from '../../../os/searchPath.ts'
import type { DriverDeps } from '../../driver.ts'

/** What a disk is made with, by full path. */
export interface DiskPrograms {
  readonly unshare: string
  readonly mmdebstrap: string
  readonly chroot: string
  readonly mke2fs: string
  readonly qemuImg: string
}

const installation: Remedy = {
  text: 'Install what the disk of a virtual machine is made with (on Debian or Ubuntu)',
  command: 'apt-get install mmdebstrap e2fsprogs util-linux coreutils qemu-utils',
}

/**
 * Throws `unsupported` where no whole distribution can be made: not Linux, a program is missing, or not root, without
 * whom neither owners nor device files can be written.
 */
export function requireDiskPrograms(deps: DriverDeps, uid = process.getuid?.()): DiskPrograms {
  if (deps.platform !== 'linux') {
    throw new EngineError(
      'unsupported',
      'qemu',
      'The disk of a whole distribution is made on Debian and Ubuntu only.',
      {
        remedy: { text: 'Compare the minimal virtual machine, qemu' },
      },
    )
  }
  const find = (name: string) => requireProgram(deps, name)
  const programs = {
    unshare: find('unshare'),
    mmdebstrap: find('mmdebstrap'),
    chroot: find('chroot'),
    mke2fs: find('mke2fs'),
    qemuImg: requireQemuImg(deps),
  }
  if (uid !== 0) {
    throw new EngineError('unsupported', 'qemu', 'The disk of a whole distribution can be made by root only.', {
      remedy: { text: 'Run Isoscope as root, or compare the minimal virtual machine, qemu' },
    })
  }
  return programs
}

/** Every instance needs it, also of a disk that is kept. */
export function requireQemuImg(deps: DriverDeps): string {
  return requireProgram(deps, 'qemu-img')
}

/** For the disk that a run's directory is copied to. */
export function requireMke2fs(deps: DriverDeps): string {
  return requireProgram(deps, 'mke2fs')
}

function requireProgram(deps: DriverDeps, name: string): string {
  const [path] = findPrograms(name, deps.env, deps.platform)
  if (path === undefined)
    throw new EngineError('unsupported', 'qemu', `${name} was not found.`, { remedy: installation })
  return path
}
