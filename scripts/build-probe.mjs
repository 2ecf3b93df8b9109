// Compiles the measuring programs in assets/probe to build/probe/. Plain Node without dependencies, so that it runs
// before anything is installed. `node scripts/build-probe.mjs [--force]`; CC names another compiler.
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const SOURCE_FOLDER = join(ROOT, 'assets/probe')

/** What each program is compiled from. A new mode of the probe is a file of its own, named here. */
const PROGRAMS = {
  probe: [
    'probe.c',
    'output.c',
    'init.c',
    'modules.c',
    'work.c',
    'cpu.c',
    'memory.c',
    'disk.c',
    'spawn.c',
    'command.c',
    'execute.c',
    'isolation.c',
    'facts.c',
    'limits.c',
    'devices.c',
  ],
  launch: ['launch.c', 'execute.c'],
  guest: ['guest.c', 'modules.c'],
}
const HEADERS = ['probe.h', 'facts.h', 'execute.h', 'modules.h']

// -ffp-contract=off: a fused multiply-add (arm64) would change the probe's checksums.
// No vectoriser: which loops it picks differs between compilers; the matrix kernel spells its vectors out.
const FLAGS = [
  '-std=gnu11',
  '-O2',
  '-Wall',
  '-Wextra',
  '-ffp-contract=off',
  '-fno-math-errno',
  '-fno-tree-vectorize',
  '-fno-tree-slp-vectorize',
]

// Static, so that the same file runs in an empty container and as a VM's /init. Stripped of the build id and of the
// names of temporary files, so that the same source gives the same bytes.
const LINUX_FLAGS = ['-static', '-s', '-Wl,--build-id=none']

/** @param {string} name */
function findOnPath(name) {
  if (name.includes('/')) return isExecutable(name) ? name : undefined
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable)
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The compiler as an argument array: CC may carry arguments (`ccache gcc`). */
function findCompiler() {
  const wanted = process.env.CC?.trim()
  const candidates = wanted ? [wanted.split(/\s+/)] : [['cc'], ['gcc'], ['clang']]
  for (const [name, ...args] of candidates) {
    const path = findOnPath(name)
    if (path) return [path, ...args]
  }
  const remedy = process.platform === 'darwin' ? 'xcode-select --install' : 'apt-get install gcc libc6-dev'
  throw new Error(wanted ? `CC=${wanted} was not found on PATH` : `No C compiler (cc, gcc, clang) on PATH: ${remedy}`)
}

/** @param {readonly string[]} sources @param {string} target @param {readonly string[]} recipe */
function isUpToDate(sources, target, recipe) {
  try {
    const stamp = readFileSync(`${target}.command`, 'utf8')
    const made = statSync(target).mtimeMs
    const read = [...sources, ...HEADERS.map((name) => join(SOURCE_FOLDER, name))]
    return stamp === JSON.stringify(recipe) && read.every((source) => made >= statSync(source).mtimeMs)
  } catch {
    return false
  }
}

/** @param {string} stderr */
function explainFailure(stderr) {
  const lines = stderr.trim().split('\n')
  if (/cannot find -l(c|m)\b/.test(stderr))
    return 'the static C library is missing: apt-get install libc6-dev, or dnf install glibc-static'
  return lines.find((line) => /error/.test(line)) ?? lines.at(-1) ?? 'no message'
}

/** Compiles to a temporary name, then renames: a program that runs, or another build, never sees half a file. */
function compile(sources, target, command) {
  const temporary = `${target}.${process.pid}.tmp`
  const [compiler, ...args] = command
  const result = spawnSync(compiler, [...args, '-o', temporary, ...sources, '-lm'], { encoding: 'utf8' })
  if (result.status !== 0) {
    rmSync(temporary, { force: true })
    throw new Error(`Cannot compile ${target}: ${result.error?.message ?? explainFailure(result.stderr)}`)
  }
  renameSync(temporary, target)
  return result.stderr
}

/**
 * Builds the programs where they are missing, older than their source, or were made by another command.
 *
 * @param {{ force?: boolean, outDir?: string, extraFlags?: readonly string[], log?: (message: string) => void }} [options]
 * @returns {{ probe: string, launch: string, built: string[] }} paths of the programs, names of those compiled now
 * @throws {Error} one line with the remedy, where there is no compiler or it fails
 */
export function buildProbe({
  force = false,
  outDir = join(ROOT, 'build/probe'),
  extraFlags = [],
  log = () => {},
} = {}) {
  if (process.platform === 'win32') throw new Error('The probe needs a POSIX system: run Isoscope inside WSL')
  const compiler = findCompiler()
  const flags = [...FLAGS, ...(process.platform === 'linux' ? LINUX_FLAGS : []), ...extraFlags]
  // The real path, so that a new compiler behind /usr/bin/cc rebuilds.
  const command = [realpathSync(compiler[0]), ...compiler.slice(1), ...flags]
  mkdirSync(outDir, { recursive: true })
  const built = []
  for (const [name, files] of Object.entries(PROGRAMS)) {
    // guest runs in a Linux virtual machine only, where the host's programs can run.
    if (name === 'guest' && process.platform !== 'linux') continue
    const sources = files.map((file) => join(SOURCE_FOLDER, file))
    const target = join(outDir, name)
    const recipe = [...command, ...files]
    if (!force && isUpToDate(sources, target, recipe)) continue
    const warnings = compile(sources, target, command)
    writeFileSync(`${target}.command`, JSON.stringify(recipe))
    if (warnings) log(warnings.trimEnd())
    log(`built ${target}`)
    built.push(name)
  }
  return { probe: join(outDir, 'probe'), launch: join(outDir, 'launch'), built }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    buildProbe({ force: process.argv.includes('--force'), log: console.log })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
