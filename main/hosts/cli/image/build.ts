import { dirname, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Build, BuildArgument, BuildRequest } from '../../../contract/build.ts'
import { createBuildPrinter, describeEnd } from '../builds/printBuild.ts'
import { listOf, type OptionValues, readChoice, UsageError } from '../commandLine.ts'
import { withCancelling } from '../longWork.ts'
import type { Client } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import { resolveFolder } from '../typedFile.ts'
import type { Verb } from '../verbs.ts'

/** Of `isoscope image build`. */
export const buildOptions = {
  file: {
    type: 'string',
    short: 'f',
    placeholder: 'FILE',
    help: 'of build: the Dockerfile, - for stdin (usual: FOLDER/Dockerfile)',
  },
  tag: {
    type: 'string',
    short: 't',
    multiple: true,
    placeholder: 'NAME:TAG',
    help: 'of build: what the image is called; may be repeated',
  },
  'build-arg': {
    type: 'string',
    multiple: true,
    placeholder: 'NAME[=VALUE]',
    help: 'of build: a build argument; without a value it is taken from the environment, which others cannot see',
  },
  target: { type: 'string', placeholder: 'STAGE', help: 'of build: build up to this stage' },
  platform: { type: 'string', placeholder: 'OS/ARCH', help: 'of build: for this platform' },
  builder: {
    type: 'string',
    placeholder: 'NAME',
    help: 'of build: classic or buildkit (usual: as docker build takes)',
  },
  'no-cache': { type: 'boolean', help: 'of build: carry out every step' },
  pull: { type: 'boolean', help: 'of build: look for a newer base image' },
} as const

export const buildVerb: Verb = {
  name: 'build',
  summary: 'builds an image; tells of each step whether it was cached, and why not',
  operands: ['FOLDER'],
  options: [...Object.keys(buildOptions), 'json'],
  run: async (values, root, [operand = '']) => {
    const folder = resolveFolder(operand)
    const dockerfile = await readDockerfile(values, folder)
    const request = { ...readRequest(values), folder, dockerfile }
    const roots = [folder, ...(dockerfile.kind === 'file' ? [dirname(dockerfile.path)] : [])]
    return withCancelling(root, (client) => runBuild(client, request, values.json === true), roots)
  },
}

async function runBuild(client: Client, request: BuildRequest, asJson: boolean): Promise<number> {
  const { id } = await client.builds.start(request)
  const print = createBuildPrinter()
  let last: Build | undefined
  // Cancelled, it still has an end to be told of; so reading does not stop with the signal.
  for await (const event of await client.builds.watch({ id })) {
    last = event.build
    const said = print(event)
    if (!asJson && said !== '') await writeOut(said)
  }
  if (last === undefined) throw new Error('nothing was told of the build.')
  if (asJson) await writeOut(`${JSON.stringify(last, null, 2)}\n`)
  const end = describeEnd(last)
  if (last.state === 'done') {
    if (!asJson) await writeOut(end)
    return 0
  }
  process.stderr.write(end)
  return 1
}

async function readDockerfile(values: OptionValues, folder: string): Promise<BuildRequest['dockerfile']> {
  const { file } = values
  if (file === '-') return { kind: 'text', text: await text(process.stdin) }
  if (file === '') throw new UsageError('--file takes the name of a file, or -.')
  return { kind: 'file', path: typeof file === 'string' ? resolve(file) : resolve(folder, 'Dockerfile') }
}

function readRequest(values: OptionValues): Omit<BuildRequest, 'folder' | 'dockerfile'> {
  const { target, platform } = values
  const builder =
    values.builder === undefined ? undefined : readChoice(values, 'builder', ['classic', 'buildkit'], 'classic')
  return {
    technology: 'docker',
    tags: listOf(values.tag),
    arguments: listOf(values['build-arg']).map(readArgument),
    noCache: values['no-cache'] === true,
    pull: values.pull === true,
    ...(typeof target === 'string' && { target }),
    ...(typeof platform === 'string' && { platform }),
    ...(builder !== undefined && { builder }),
  }
}

function readArgument(given: string): BuildArgument {
  const at = given.indexOf('=')
  if (at >= 0) return { name: given.slice(0, at), value: given.slice(at + 1) }
  const value = process.env[given]
  if (value !== undefined) return { name: given, value }
  throw new UsageError(`--build-arg ${given} has no value, and there is no variable ${given} in the environment.`)
}
