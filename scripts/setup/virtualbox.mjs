// The real command line of VirtualBox for the tests, where the release has no package of it: the packages of Debian's
// unstable distribution (contrib), unpacked into build/virtualbox/ and run in a mount namespace of their own. Nothing is
// installed and no kernel driver is built, so everything works but starting a machine.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runQuietly } from './child.mjs'
import { isUbuntu } from './engines.mjs'
import { findProgram } from './programs.mjs'
import { say, timePhase } from './say.mjs'

/** Heavy packages that the command line does without, which count as installed. */
const pretended = [
  'virtualbox-modules',
  'systemd',
  'systemd-standalone-sysusers',
  'python3-packaging',
  'iproute2',
  'libgl1',
  'libsdl2-2.0-0',
  'libvncserver1',
  'libtpms0',
  'libx11-6',
  'libxt6t64',
  'libjpeg62-turbo',
  'debconf',
  'perl-base',
]

/** The user's own VBoxManage, or the one unpacked here, or null. */
export function findVirtualBox(root) {
  const unpacked = join(root, 'build', 'virtualbox', 'VBoxManage')
  return findProgram('VBoxManage') ?? (existsSync(unpacked) ? unpacked : null)
}

/** Sees to it that there is a VBoxManage, if one can be had here. Resolves with whether there is. */
export async function unpackVirtualBox(root) {
  if (findVirtualBox(root)) return true
  if (process.platform !== 'linux' || process.arch !== 'x64' || process.env.ISOSCOPE_NO_INSTALL === '1') return false
  // On Ubuntu it is installed like the others.
  if (isUbuntu()) return false
  if (process.getuid?.() !== 0 || !['apt-get', 'dpkg-deb', 'unshare', 'mount'].every((name) => findProgram(name))) {
    say('VirtualBox is not unpacked for the tests: that takes root on Debian or Ubuntu.')
    return false
  }
  const mirror = readMirror()
  if (mirror === null) {
    say('VirtualBox is not unpacked for the tests: the package lists here name no mirror of Debian.')
    return false
  }
  return timePhase('Unpacking VirtualBox', () => unpack(join(root, 'build', 'virtualbox'), mirror))
}

/** unpack FOLDER-OF-PACKAGES SYSTEM */
const unpackScript = `
for package in "$1"/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar --extract --keep-directory-symlink --directory="$2" \\
    --exclude='./usr/share/doc*' --exclude='./usr/share/man*' --exclude='./usr/share/locale*' || exit 1
done`

async function unpack(folder, mirror) {
  const apt = mkdtempSync(join(tmpdir(), 'isoscope-setup-'))
  // Whole or not there: the wrapper is written last.
  rmSync(folder, { recursive: true, force: true })
  const system = join(folder, 'system')
  try {
    mkdirSync(system, { recursive: true })
    await downloadPackages(apt, mirror)
    await run('sh', ['-c', unpackScript, 'unpack', join(apt, 'cache', 'archives'), system])
    completeSystem(system)
    writeFileSync(join(folder, 'VBoxManage'), wrapper, { mode: 0o755 })
    return true
  } catch (error) {
    say(`VirtualBox could not be unpacked: ${error.message}`)
    rmSync(folder, { recursive: true, force: true })
    return false
  } finally {
    rmSync(apt, { recursive: true, force: true })
  }
}

/** apt itself resolves the libraries, against a status file of our own. */
async function downloadPackages(apt, mirror) {
  for (const path of ['state/lists/partial', 'cache/archives/partial', 'none']) {
    mkdirSync(join(apt, path), { recursive: true })
  }
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
  writeFileSync(join(apt, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} sid main contrib\n`)
  const status = join(apt, 'status')
  writeFileSync(status, '')
  const settings = {
    'Dir::State': join(apt, 'state'),
    'Dir::State::status': status,
    'Dir::Cache': join(apt, 'cache'),
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': join(apt, 'none'),
    'Dir::Etc::preferencesparts': join(apt, 'none'),
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': 'false',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  await run('apt-get', [...options, '-qq', 'update'])
  const shown = await run('apt-cache', [...options, 'show', 'virtualbox'])
  const python = /python3 \(>= ([0-9.]+)/.exec(shown)?.[1] ?? '3'
  const gsoap = new Set(shown.match(/libgsoap-[0-9.]+/g) ?? [])
  const installed = [...pretended, `python${python}`, ...gsoap].map((name) => describeInstalled(name, '9999'))
  writeFileSync(status, [...installed, describeInstalled('python3', `${python}.5`)].join('\n'))
  // libc-bin has the locale in which names may have any letter.
  const wanted = ['virtualbox', 'libc-bin', 'dash', 'coreutils', 'grep', 'mawk', 'procps', 'sed']
  await run('apt-get', [...options, '-y', '-qq', '--download-only', 'install', ...wanted])
}

function describeInstalled(name, version) {
  const lines = ['Status: install ok installed', 'Architecture: amd64', 'Multi-Arch: allowed', `Version: ${version}`]
  return [`Package: ${name}`, ...lines, 'Maintainer: none <none@localhost>', 'Description: none', ''].join('\n')
}

function completeSystem(system) {
  for (const [name, target] of [
    ['sh', 'dash'],
    ['awk', 'mawk'],
  ]) {
    if (!existsSync(join(system, 'usr', 'bin', name))) symlinkSync(target, join(system, 'usr', 'bin', name))
  }
}

/**
 * Its /usr in place of this machine's, for these processes alone: paths mean the same everywhere else. The namespace, and
 * with it the mount, goes with its last process: VBoxSVC, seconds after the last command.
 */
const wrapper = `#!/bin/sh
# Written by scripts/setup/virtualbox.mjs.
here=$(dirname "$(readlink -f "$0")")
exec unshare --mount --propagation private sh -c '
  mount --bind "$1" /usr && shift && exec /usr/bin/VBoxManage "$@"' VBoxManage "$here/system/usr" "$@"
`

async function run(file, args) {
  const { code, output } = await runQuietly(file, args, { env: { ...process.env, LC_ALL: 'C' }, timeout: 600_000 })
  if (code === 0) return output
  throw new Error(`${file} failed: ${output.trimEnd().split('\n').slice(-4).join('\n')}`)
}

/** Of Debian's main archive, from this machine's own lists; null where there is none, as on Ubuntu. */
function readMirror() {
  for (const file of ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const addresses = text.match(/^(?:URIs:|deb\s(?:\[[^\]]*\])?)\s*(\S+)/gm) ?? []
    const found = addresses.map((line) => line.split(/\s+/).at(-1)).find((address) => !/security/.test(address))
    if (found) return found
  }
  return null
}
