import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { EnvironmentFile, EnvironmentPlace, Package, PackageChanges } from '../../contract/environment.ts'
import type { Instance } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import { runProgramTree } from '../../os/runTree.ts'
import type { DriverDeps } from '../driver.ts'
import type { Environments } from '../environments.ts'
import type { OnProgress } from '../onProgress.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { readPackages, writeRequirements } from '../python/readPackages.ts'
import { dropRemarks, findStrangeLine } from '../python/requirements.ts'
import { withRunFolder } from '../runFolder.ts'
import { selectToolVariables } from '../toolVariables.ts'
import { buildInstallArgs, parsePipList, runUserPip } from './commands/userPip.ts'
import { createEnvironment } from './lifecycle.ts'
import { listEnvironments } from './list.ts'
import { listVenvMakers } from './makers.ts'

/** Any of them can be looked at, which runs nothing of it; only those made here are changed. Packages are pip's. */
export function createVenvEnvironments(deps: DriverDeps, finder: EnvironmentFinder): Environments {
  const find = async (id: string, signal: AbortSignal): Promise<{ instance: Instance; folder: string }> => {
    const instance = (await listEnvironments(deps, finder, signal)).find((one) => one.id === id)
    if (!instance) throw new EngineError('not_found', 'venv', 'There is no such environment.')
    return { instance, folder: id.slice('venv:'.length) }
  }
  const findOurs = async (id: string, signal: AbortSignal): Promise<string> => {
    const { instance, folder } = await find(id, signal)
    if (instance.owner === 'isoscope') return folder
    throw new EngineError('unsupported', 'venv', 'Isoscope only looks at environments that it has not made.', {
      remedy: { text: 'Use its own pip', command: `${folder}/bin/python -m pip install PACKAGE` },
    })
  }
  const pip = async (folder: string, args: readonly string[], onProgress: OnProgress, signal: AbortSignal) => {
    onProgress({ step: 'asking the package index', share: null })
    await runUserPip(deps, folder, args, signal, (step) => onProgress({ step, share: null }))
  }
  const change = async (
    id: string,
    buildArgs: (folder: string) => Promise<readonly string[]>,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<PackageChanges> => {
    const folder = await findOurs(id, signal)
    const before = await listPackages(folder)
    const args = await buildArgs(folder)
    if (args.length > 0) await pip(folder, args, onProgress, signal)
    return compareLists(before, await listPackages(folder))
  }
  return {
    makers: (signal) => listVenvMakers(deps, signal),
    formats: ['requirements'],
    create: async ({ place, maker, python, packages, channels, runsScripts }, onProgress, signal) => {
      checkPackages(packages, channels)
      onProgress({ step: 'making the environment', share: null })
      return createEnvironment(deps, { name: readName(place), maker, python }, signal, async (folder) => {
        if (packages.length > 0) await pip(folder, buildInstallArgs(packages, runsScripts), onProgress, signal)
      })
    },
    createFrom: ({ place, maker, file, runsScripts }, onProgress, signal) =>
      withRequirements(deps, file, async (path) => {
        onProgress({ step: 'making the environment', share: null })
        return createEnvironment(deps, { name: readName(place), maker }, signal, (folder) =>
          pip(folder, buildInstallArgs(['--requirement', path], runsScripts), onProgress, signal),
        )
      }),
    install: async (id, { packages, channels, runsScripts }, onProgress, signal) => {
      checkPackages(packages, channels)
      return change(id, async () => buildInstallArgs(packages, runsScripts), onProgress, signal)
    },
    update: async (id, { packages, channels, runsScripts }, onProgress, signal) => {
      checkPackages(packages, channels)
      const buildArgs = async (folder: string) => {
        const names = packages.length > 0 ? packages : await listOutdated(folder)
        return names.length === 0 ? [] : buildInstallArgs(['--upgrade', ...names], runsScripts)
      }
      const listOutdated = async (folder: string) => {
        const args = ['list', '--outdated', '--format', 'json']
        return parsePipList((await runUserPip(deps, folder, args, signal)).stdout).map(({ name }) => name)
      }
      return change(id, buildArgs, onProgress, signal)
    },
    removePackages: async (id, packages, onProgress, signal) => {
      checkPackages(packages, [])
      return change(id, async () => ['uninstall', '--yes', ...packages], onProgress, signal)
    },
    updateFrom: (id, file, onProgress, signal) =>
      withRequirements(deps, file, (path) =>
        change(id, async () => buildInstallArgs(['--requirement', path], file.runsScripts), onProgress, signal),
      ),
    packages: async (id, signal) => listPackages((await find(id, signal)).folder),
    exportTo: async (id, format, signal) => {
      if (format !== 'requirements') throw new EngineError('bad_input', 'venv', `pip does not write ${format}.`)
      return writeRequirements(await readPackages((await find(id, signal)).folder))
    },
    run: async (id, [program = '', ...args], signal, takeOutput) => {
      const { folder } = await find(id, signal)
      if (program === '' || /^-|=/.test(program)) {
        throw new EngineError('bad_input', 'venv', 'This is not the name of a program.')
      }
      const variables = selectToolVariables(deps.env)
      const path = [join(folder, 'bin'), ...(variables.PATH ? [variables.PATH] : [])].join(delimiter)
      const options = {
        engine: 'venv',
        cwd: '/',
        signal,
        timeout: 2 * 3_600_000,
        acceptedExitCodes: anyExitCode,
        takeOutput,
      }
      // env looks for it on the PATH that it is given; a word with an equals sign would be a variable to it.
      const env = { ...variables, PATH: path, VIRTUAL_ENV: folder }
      return runProgramTree(deps.tools.launch, '/usr/bin/env', ['--', program, ...args], { ...options, env })
    },
  }
}

async function listPackages(folder: string): Promise<readonly Package[]> {
  return (await readPackages(folder)).map(({ name, version }) => ({ name, version, build: null, channel: null }))
}

const anyExitCode = Array.from({ length: 256 }, (_, code) => code)

function readName(place: EnvironmentPlace): string {
  if ('name' in place) return place.name
  throw new EngineError(
    'bad_input',
    'venv',
    'An environment of Python has a name: Isoscope keeps it in its own folder.',
  )
}

function checkPackages(packages: readonly string[], channels: readonly string[]): void {
  if (channels.length > 0) throw new EngineError('bad_input', 'venv', 'Channels are conda’s: pip has an index.')
  const strange = packages.find((spec) => spec.includes('::') || /^[^=<>!~]*=[^=]/.test(spec) || spec.startsWith('-'))
  if (strange === undefined) return
  throw new EngineError(
    'bad_input',
    'venv',
    `pip does not understand ${strange}: write it like numpy==1.26 or numpy>=1.26.`,
  )
}

/** Lines that only name packages and indexes: a file that comes over the wire reads no other file of this machine. */
async function withRequirements<T>(
  deps: DriverDeps,
  file: EnvironmentFile,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (file.format !== 'requirements') {
    throw new EngineError(
      'bad_input',
      'venv',
      'pip installs from a requirements.txt; environment.yml and explicit lists are conda’s.',
    )
  }
  const strange = findStrangeLine(file.text)
  if (strange !== null) {
    throw new EngineError('bad_input', 'venv', `Line ${strange} of the requirements is no package and no index.`, {
      remedy: { text: 'Leave out files, options and variables; for those use the environment’s own pip' },
    })
  }
  return withRunFolder(deps, 'venv', async (folder) => {
    const path = join(folder, 'requirements.txt')
    await writeFile(path, dropRemarks(file.text))
    return use(path)
  })
}

/** Pure. */
export function compareLists(before: readonly Package[], after: readonly Package[]): PackageChanges {
  const lacks = (list: readonly Package[]) => (one: Package) =>
    !list.some(({ name, version }) => name === one.name && version === one.version)
  const strip = ({ name, version }: Package) => ({ name, version })
  return { installed: after.filter(lacks(before)).map(strip), removed: before.filter(lacks(after)).map(strip) }
}
