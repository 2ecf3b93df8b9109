// apt-get update; apt-get install -y --no-install-recommends PACKAGES: man apt-get(8)
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runQuietly } from './child.mjs'
import { findDockerSocket } from './dockerd.mjs'
import { findProgram } from './programs.mjs'
import { say, timePhase } from './say.mjs'

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** What a comparison needs, and how to tell that it is here. A program on PATH is enough, wherever it came from. */
const engines = [
  // /usr/local/bin/docker may be a client only: what counts is a daemon that answers or can be started.
  { name: 'Docker', packages: ['docker.io'], isHere: async () => (await findDockerSocket()) || findProgram('dockerd') },
  {
    name: 'QEMU',
    packages: [arch() === 'arm64' ? 'qemu-system-arm' : 'qemu-system-x86'],
    isHere: () => findProgram(arch() === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64'),
  },
  { name: 'qemu-img', packages: ['qemu-utils'], isHere: () => findProgram('qemu-img') },
  // For qemu:full, whose disk is made of the distribution's packages.
  {
    name: 'mmdebstrap',
    packages: ['mmdebstrap', 'e2fsprogs'],
    isHere: () => findProgram('mmdebstrap') && findProgram('mke2fs'),
  },
  { name: 'Python venv', packages: ['python3-venv'], isHere: hasVenv },
  { name: 'C compiler', packages: ['gcc', 'libc6-dev'], isHere: hasStaticCompiler },
]

const testTools = [
  { name: 'Chromium', packages: ['chromium'], isHere: () => findProgram(...browsers) },
  { name: 'hyperfine', packages: ['hyperfine'], isHere: () => findProgram('hyperfine') },
  // Whose environments must be told from each other.
  { name: 'virtualenv', packages: ['virtualenv'], isHere: () => findProgram('virtualenv') },
  { name: 'pipenv', packages: ['pipenv'], isHere: () => findProgram('pipenv') },
  // Hub, proxy, notebook server and kernel: all of it comes with the one package.
  { name: 'JupyterHub', packages: ['jupyterhub'], isHere: () => findProgram('jupyterhub') },
  { name: 'Docker registry', packages: ['docker-registry'], isHere: () => findProgram('docker-registry') },
  { name: 'Docker Compose', packages: ['docker-compose'], isHere: () => findProgram('docker-compose') },
  // Which speaks Docker's API with differences of its own.
  { name: 'Podman', packages: ['podman'], isHere: () => findProgram('podman') },
  { name: 'cpio', packages: ['cpio'], isHere: () => findProgram('cpio') },
  // Debian has no package of it in its releases: see virtualbox.mjs.
  ...(isUbuntu() ? [{ name: 'VirtualBox', packages: ['virtualbox'], isHere: () => findProgram('VBoxManage') }] : []),
]

const neededFor = { demo: engines, start: engines, test: [...engines, ...testTools], bench: [...engines, ...testTools] }

/**
 * Installs what is missing on Debian and Ubuntu as root; elsewhere, and with ISOSCOPE_NO_INSTALL=1, prints the commands.
 * Resolves with the names of what is still missing.
 */
export async function installEngines(command) {
  const missing = await timePhase('Looking for engines', () => findMissing(neededFor[command]))
  if (missing.length === 0) return []
  const packages = missing.flatMap((engine) => engine.packages)
  const obstacle = whyNotInstall()
  if (obstacle) {
    say(
      `Missing: ${missing.map(({ name }) => name).join(', ')}. Not installed, because ${obstacle}. On Debian or Ubuntu:`,
    )
    say(`  sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(' ')}`)
    return missing.map(({ name }) => name)
  }
  await timePhase('Updating package lists with apt-get update', updateLists)
  await timePhase(`Installing ${packages.join(' ')} with apt-get`, () => installPackages(packages))
  return (await findMissing(missing)).map(({ name }) => name)
}

async function findMissing(wanted) {
  const found = await Promise.all(wanted.map((engine) => engine.isHere()))
  return wanted.filter((_, index) => !found[index])
}

/** null when we may install. */
function whyNotInstall() {
  if (process.env.ISOSCOPE_NO_INSTALL === '1') return 'ISOSCOPE_NO_INSTALL=1'
  if (platform() !== 'linux' || !isDebianLike() || !findProgram('apt-get')) return 'this is not Debian or Ubuntu'
  return process.getuid?.() === 0 ? null : 'this is not root'
}

function isDebianLike() {
  return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(readRelease())
}

export function isUbuntu() {
  return /^(ID|ID_LIKE)=.*\bubuntu\b/m.test(readRelease())
}

function readRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}

async function hasVenv() {
  const python = findProgram('python3', 'python')
  // Debian's python3 without python3-venv has the module venv, but not ensurepip, which it needs.
  return python !== null && (await runQuietly(python, ['-c', 'import venv, ensurepip'], { timeout: 20_000 })).code === 0
}

/** The probe is linked statically: a compiler without libc6-dev is not enough. */
async function hasStaticCompiler() {
  const wanted = process.env.CC?.trim()
  if (wanted) return true
  const compiler = findProgram('cc', 'gcc', 'clang')
  if (compiler === null || platform() !== 'linux') return compiler !== null
  const { output } = await runQuietly(compiler, ['-print-file-name=libc.a'], { timeout: 20_000 })
  return output.trim().startsWith('/') && existsSync(output.trim())
}

const aptEnv = () => ({ ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' })

async function updateLists() {
  // The lists' lock cannot be waited for by an option of apt-get's: another one running makes it fail at once.
  for (let attempt = 0; ; attempt++) {
    const result = await runQuietly('apt-get', ['update', '-q'], { env: aptEnv() })
    if (result.code === 0) return
    if (attempt >= 60 || !/Could not get lock|Unable to lock/.test(result.output)) {
      say(`apt-get update failed; going on with the lists that are here.\n${lastLines(result.output)}`)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000))
  }
}

/** All at once; when that fails, one by one, so that a package this release lacks does not keep the others away. */
async function installPackages(packages) {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-setup-'))
  const install = (names) =>
    runQuietly(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...names],
      { env: aptEnv(), cwd: folder },
    )
  try {
    if ((await install(packages)).code === 0) return
    for (const name of packages) {
      const result = await install([name])
      if (result.code !== 0) say(`${name} could not be installed.\n${lastLines(result.output)}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function lastLines(output) {
  return output.trimEnd().split('\n').slice(-6).join('\n')
}
