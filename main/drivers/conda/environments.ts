import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EnvironmentFile, PackageChanges } from '../../contract/environment.ts'
import { EngineError } from '../../model/engineError.ts'
import type { TakeOutput } from '../../os/run.ts'
import type { DriverDeps } from '../driver.ts'
import type { Environments } from '../environments.ts'
import type { OnProgress } from '../onProgress.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { withRunFolder } from '../runFolder.ts'
import { changeEnvironment } from './change.ts'
import { buildArgs as buildCloneArgs } from './commands/clone.ts'
import { buildArgs as buildCreateArgs } from './commands/create.ts'
import { buildArgs as buildExplicitArgs } from './commands/createFromExplicit.ts'
import { buildArgs as buildYamlArgs } from './commands/createFromYaml.ts'
import { buildArgs as buildInstallArgs } from './commands/install.ts'
import { buildArgs as buildListArgs, parsePackages } from './commands/listPackages.ts'
import { buildArgs as buildRemoveArgs } from './commands/removePackages.ts'
import { buildArgs as buildRunArgs, cleanStderr } from './commands/runIn.ts'
import { buildArgs as buildUpdateArgs } from './commands/update.ts'
import { buildArgs as buildUpdateYamlArgs } from './commands/updateFromYaml.ts'
import { exportEnvironment } from './export.ts'
import { requireEnvironment } from './list.ts'
import { makeCondaEnvironment } from './make.ts'
import { listMakers, readDialect, requireProgram } from './program.ts'
import { longTimeout, runConda } from './run.ts'
import { createStderrCleaner } from './stderrCleaner.ts'

export function createCondaEnvironments(deps: DriverDeps, finder: EnvironmentFinder): Environments {
  /** Any of the programs can work on what another one has made. */
  const change = async (
    id: string,
    name: string,
    buildArgs: (target: { readonly prefix: string }) => readonly string[],
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<PackageChanges> => {
    const { prefix } = await requireEnvironment(deps, finder, id, signal)
    const call = { name, args: buildArgs({ prefix }) }
    try {
      return (await changeEnvironment(deps, requireProgram(deps, null), call, onProgress, signal)).changes
    } finally {
      finder.forget()
    }
  }
  return {
    makers: (signal) => listMakers(deps, signal),
    formats: ['yml', 'yml-no-builds', 'yml-history', 'explicit'],
    create: async ({ place, maker, python, packages, channels }, onProgress, signal) => {
      const buildArgs = (target: Parameters<typeof buildCloneArgs>[0]) =>
        buildCreateArgs({ target, python, packages, channels })
      return makeCondaEnvironment(
        deps,
        finder,
        { place, program: requireProgram(deps, maker), buildArgs },
        onProgress,
        signal,
      )
    },
    createFrom: async ({ place, maker, file }, onProgress, signal) => {
      const program = requireProgram(deps, maker)
      const build = file.format === 'explicit' ? buildExplicitArgs : buildYamlArgs
      return withFile(deps, file, (path) => {
        const order = { place, program, buildArgs: (target: Parameters<typeof build>[0]) => build(target, path) }
        return makeCondaEnvironment(deps, finder, order, onProgress, signal)
      })
    },
    clone: async (id, place, onProgress, signal) => {
      const program = requireProgram(deps, null)
      const { prefix } = await requireEnvironment(deps, finder, id, signal)
      const buildArgs = (target: Parameters<typeof buildCloneArgs>[0]) => buildCloneArgs(target, prefix)
      return makeCondaEnvironment(deps, finder, { place, program, buildArgs }, onProgress, signal)
    },
    install: (id, { packages, channels }, onProgress, signal) =>
      change(id, 'install the packages', (target) => buildInstallArgs(target, packages, channels), onProgress, signal),
    update: (id, { packages, channels }, onProgress, signal) =>
      change(id, 'update the packages', (target) => buildUpdateArgs(target, packages, channels), onProgress, signal),
    removePackages: (id, packages, onProgress, signal) =>
      change(id, 'remove the packages', (target) => buildRemoveArgs(target, packages), onProgress, signal),
    updateFrom: async (id, file, onProgress, signal) => {
      if (file.format !== 'yml')
        throw new EngineError('bad_input', 'conda', 'conda updates from an environment.yml only.')
      return withFile(deps, file, (path) =>
        change(id, 'update the environment', (target) => buildUpdateYamlArgs(target, path), onProgress, signal),
      )
    },
    packages: async (id, signal) => {
      const { prefix } = await requireEnvironment(deps, finder, id, signal)
      const call = { name: 'list the packages', args: buildListArgs({ prefix }) }
      return parsePackages((await runConda(deps, requireProgram(deps, null), call, signal)).stdout)
    },
    exportTo: async (id, format, signal) => {
      const { prefix } = await requireEnvironment(deps, finder, id, signal)
      return exportEnvironment(deps, requireProgram(deps, null), prefix, format, signal)
    },
    run: async (id, argv, signal, take) => {
      const { prefix } = await requireEnvironment(deps, finder, id, signal)
      if (argv[0] === undefined || argv[0].startsWith('-')) {
        throw new EngineError('bad_input', 'conda', 'The name of a program cannot begin with a dash.')
      }
      const program = requireProgram(deps, null)
      const args = buildRunArgs({ prefix }, await readDialect(deps, program, signal), argv)
      // A user's program may well wait: nothing is given up because it does nothing.
      const limits = { noticeMs: longTimeout, limitMs: longTimeout }
      const cleaner = createStderrCleaner()
      const takeOutput: TakeOutput | undefined =
        take &&
        ((stream, chunk) =>
          take(stream, stream === 'stdout' ? chunk : Buffer.from(cleaner.push(chunk.toString('latin1')), 'latin1')))
      const call = { name: 'end', args, acceptedExitCodes: null, timeout: longTimeout, limits, takeOutput }
      const { exitCode, stdout, stderr } = await runConda(deps, program, call, signal)
      await take?.('stderr', Buffer.from(cleaner.rest(), 'latin1'))
      return { exitCode, stdout, stderr: cleanStderr(stderr) }
    },
  }
}

/** conda takes what is in a file for what its name says. */
async function withFile<T>(deps: DriverDeps, file: EnvironmentFile, use: (path: string) => Promise<T>): Promise<T> {
  if (file.format === 'requirements') {
    throw new EngineError(
      'bad_input',
      'conda',
      'conda makes environments from an environment.yml or from an explicit list.',
    )
  }
  if (file.format === 'explicit' && !/^@EXPLICIT\s*$/m.test(file.text)) {
    throw new EngineError(
      'bad_input',
      'conda',
      'An explicit list has a line @EXPLICIT, and the addresses of packages below it.',
    )
  }
  return withRunFolder(deps, 'conda', async (folder) => {
    const path = join(folder, file.format === 'yml' ? 'environment.yml' : 'explicit.txt')
    await writeFile(path, file.text)
    return use(path)
  })
}
