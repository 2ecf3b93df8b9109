import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../model/engineError.ts'
import { digestFile } from '../../os/digest.ts'
import { runProgram } from '../../os/run.ts'
import type { Apt } from '../debian/apt.ts'
import { buildDownloadArgs } from '../debian/downloadPackages.ts'
import type { GuestArchitecture } from './architecture.ts'

/**
 * The distribution's kernel for virtual machines, downloaded and unpacked without installing it:
 *   apt-cache show --no-all-versions linux-image-cloud-amd64      which package it is now
 *   apt-cache show PACKAGE=VERSION                                its SHA256
 *   apt-get download PACKAGE=VERSION
 *   dpkg-deb -x FILE FOLDER
 * https://manpages.debian.org/apt-get, apt-cache, dpkg-deb
 */

/** In the order they are asked for: Debian's, then Ubuntu's, whose kernels have the power button built in. */
const metaPackages = ['linux-image-cloud-ARCH', 'linux-image-kvm', 'linux-image-virtual']

export interface KernelPackage {
  readonly name: string
  readonly version: string
  readonly sha256: string
  /** Bytes of the file to download. */
  readonly size: number
}

export interface UnpackedKernel {
  readonly image: string
  readonly modules: string
}

/** Rejects with `not_found` when apt knows no such package, as on a fresh container without package lists. */
export async function findKernelPackage(
  apt: Apt,
  architecture: GuestArchitecture,
  signal: AbortSignal,
): Promise<KernelPackage> {
  for (const pattern of metaPackages) {
    const meta = await showPackage(apt, pattern.replace('ARCH', architecture.debianName), signal)
    const dependency = meta && parseKernelDependency(meta)
    if (!dependency) continue
    const { name, version } = dependency
    const record = await showPackage(apt, version === null ? name : `${name}=${version}`, signal)
    const found = record && parseKernelPackage(record)
    if (found) return found
  }
  throw new EngineError('not_found', 'qemu', 'apt knows no kernel package for the guest.', {
    remedy: { text: 'Fetch the package lists, or set ISOSCOPE_KERNEL to a kernel image', command: 'apt-get update' },
  })
}

/** Downloads into `folder`, compares the digest with what apt's signed lists say, and only then unpacks. */
export async function downloadKernel(
  apt: Apt,
  found: KernelPackage,
  folder: string,
  signal: AbortSignal,
): Promise<UnpackedKernel> {
  const download = join(folder, 'download')
  await mkdir(download)
  const options = { engine: 'qemu', env: apt.env, signal, cwd: download, timeout: 600_000 }
  await runProgram(apt.get, buildDownloadArgs([found], process.getuid?.() === 0), options).catch((error: unknown) => {
    throw explainDownloadFailure(error)
  })
  const [name, ...others] = await readdir(download)
  if (name === undefined || others.length > 0) {
    throw new EngineError('bad_output', 'qemu', 'apt-get downloaded something else than one package.')
  }
  const file = join(download, name)
  await checkDigest(file, found)
  const unpacked = join(folder, 'unpacked')
  await runProgram(apt.dpkg, ['-x', file, unpacked], { engine: 'qemu', env: apt.env, signal, timeout: 120_000 })
  return locateKernel(unpacked)
}

/** The fields of the first record of `apt-cache show`. */
export function parseRecord(text: string): Readonly<Record<string, string>> {
  const [first = ''] = text.split('\n\n')
  const fields = first.split('\n').flatMap((line) => {
    const found = /^([A-Za-z0-9-]+): (.*)$/.exec(line)
    return found?.[1] !== undefined && found[2] !== undefined ? [[found[1], found[2]] as const] : []
  })
  return Object.fromEntries(fields)
}

/** `linux-image-6.1.0-56-cloud-amd64 (= 6.1.192-2)`; the version is null when the dependency names none. */
export function parseKernelDependency(
  record: Readonly<Record<string, string>>,
): { readonly name: string; readonly version: string | null } | null {
  for (const dependency of (record.Depends ?? '').split(',')) {
    const found = /^\s*(linux-image-[a-z0-9.+-]+)(?:\s+\(= ([\w.+~:-]+)\))?\s*$/.exec(dependency)
    if (found?.[1] !== undefined) return { name: found[1], version: found[2] ?? null }
  }
  return null
}

export function parseKernelPackage(record: Readonly<Record<string, string>>): KernelPackage | null {
  const { Package: name, Version: version, SHA256: sha256, Size: size } = record
  if (name === undefined || version === undefined || !/^[0-9a-f]{64}$/.test(sha256 ?? '')) return null
  return sha256 === undefined ? null : { name, version, sha256, size: Number(size ?? 0) }
}

/** `NAME=VERSION` of what apt would install of these, in their order; nothing of a package it does not know. */
export async function listVersions(
  apt: Apt,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const options = { engine: 'qemu', env: apt.env, signal, acceptedExitCodes: [0, 100] }
  const { stdout } = await runProgram(apt.cache, ['show', '--no-all-versions', ...names], options)
  const records = stdout.split('\n\n').map(parseRecord)
  return names.flatMap((name) => {
    const version = records.find(({ Package }) => Package === name)?.Version
    return version === undefined ? [] : [`${name}=${version}`]
  })
}

async function showPackage(
  apt: Apt,
  name: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | null> {
  // 100: there is no such package.
  const options = { engine: 'qemu', env: apt.env, signal, acceptedExitCodes: [0, 100] }
  const { exitCode, stdout } = await runProgram(apt.cache, ['show', '--no-all-versions', name], options)
  return exitCode === 0 && stdout !== '' ? parseRecord(stdout) : null
}

function explainDownloadFailure(error: unknown): unknown {
  if (!(error instanceof EngineError) || error.code !== 'engine_failed') return error
  return new EngineError('engine_failed', 'qemu', 'The guest kernel could not be downloaded.', {
    ...(error.detail && { detail: error.detail }),
    remedy: {
      text: 'Package lists that are old name packages that are gone: fetch them again, or set ISOSCOPE_KERNEL to a kernel image',
      command: 'apt-get update',
    },
    cause: error,
  })
}

/** Rejects with `bad_output`: nothing of a package that is not the one in the lists is unpacked. */
export async function checkDigest(file: string, expected: Pick<KernelPackage, 'sha256'>): Promise<void> {
  if ((await digestFile(file)) !== expected.sha256) {
    throw new EngineError('bad_output', 'qemu', 'The downloaded kernel package is not the one in the package lists.')
  }
}

async function locateKernel(unpacked: string): Promise<UnpackedKernel> {
  const boot = join(unpacked, 'boot')
  const image = (await readdir(boot).catch(() => [])).find((name) => name.startsWith('vmlinuz-'))
  if (image === undefined) throw new EngineError('bad_output', 'qemu', 'The kernel package has no kernel in it.')
  const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() === true
  const usr = join(unpacked, 'usr', 'lib', 'modules')
  return { image: join(boot, image), modules: (await isFolder(usr)) ? usr : join(unpacked, 'lib', 'modules') }
}
