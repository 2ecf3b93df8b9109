import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { callDocker, type DockerClient } from '../../../main/drivers/docker/client.ts'
import { connectDocker } from '../../../main/drivers/docker/connect.ts'
import { removeImage } from '../../../main/drivers/docker/image.ts'
import { buildRunLabels, type Labels } from '../../../main/drivers/docker/labels.ts'
import { throwIfAborted } from '../../../main/model/engineError.ts'
import { median } from '../../../main/model/stats/median.ts'
import { projectRoot } from '../../support/cli.ts'
import type { TestDeps } from '../../support/driverDeps.ts'
import type { Check } from '../check.ts'
import { withInstalledProgram } from './installedProgram.ts'
import { interruptible } from './interruptible.ts'
import { inParallel, withContainers } from './manyContainers.ts'

const count = 500
const pairs = 10
/** Milliseconds. */
const mostForList = 500

/**
 * `isoscope list` with 500 containers that do not run and 500 images, against `docker ps -a` and then `docker images`.
 * In pairs, alternating who goes first. The program as it is installed; from the sources it takes longer, which is printed.
 */
export function checkListMany(deps: TestDeps): Promise<Check> {
  const programs = Array.from({ length: count }, () => ({ args: ['ready'] }))
  return interruptible((signal) =>
    withInstalledProgram((script) =>
      withImages(deps, signal, () =>
        withContainers(deps, { runId: '20260101T000000-be1157', programs, start: false }, signal, async () =>
          compareTimes(deps, script, signal),
        ),
      ),
    ),
  )
}

function compareTimes(deps: TestDeps, installed: string, signal: AbortSignal): Check {
  const env = { ...process.env, ISOSCOPE_HOME: deps.paths.home }
  const sources = join(projectRoot, 'bin', 'isoscope.mjs')
  const timeOurs = (script: string, command: string) => timeRun(process.execPath, [script, command], env)
  const [ours, fromSources, images, theirs]: [number[], number[], number[], number[]] = [[], [], [], []]
  // Once without being timed: the first run compiles the program and makes the store.
  for (const script of [installed, sources]) timeOurs(script, 'list')
  for (let pair = 0; pair < pairs; pair++) {
    throwIfAborted(signal, 'docker')
    const steps = [
      () => ours.push(timeOurs(installed, 'list')),
      () => theirs.push(timeRun('docker', ['ps', '-a'], env) + timeRun('docker', ['images'], env)),
    ]
    for (const step of pair % 2 === 0 ? steps : steps.reverse()) step()
    images.push(timeOurs(installed, 'images'))
    fromSources.push(timeOurs(sources, 'list'))
  }
  const [own, other] = [median(ours), median(theirs)]
  return {
    name: `isoscope list with ${count} containers and ${count} images against docker ps -a and docker images`,
    unit: 'ms',
    ours: {
      median: own,
      least: Math.min(...ours),
      ratio: own / other,
      images: median(images),
      fromSources: median(fromSources),
      pairs,
    },
    reference: { median: other, least: Math.min(...theirs), pairs },
    limit: `our median under ${mostForList} ms`,
    holds: own < mostForList,
  }
}

/** Wall time in milliseconds of a run that prints a line for each thing. */
function timeRun(file: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const begin = performance.now()
  const { stdout, status } = spawnSync(file, args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  const wall = performance.now() - begin
  const lines = stdout.split('\n').length
  if (status !== 0 || lines < count) throw new Error(`${file} ${args.join(' ')} printed ${lines} lines`)
  return wall
}

/** Removed whatever becomes of `use`. */
async function withImages<T>(deps: TestDeps, signal: AbortSignal, use: () => Promise<T>): Promise<T> {
  const client = await connectDocker(deps, signal)
  const names = Array.from({ length: count }, (_, index) => `isoscope-bench:${index}`)
  const rows = names.map((ref) =>
    deps.ledger.record({ technology: 'docker', kind: 'image', ref, lifetime: 'run', endpoint: client.url }),
  )
  try {
    await loadImages(client, names, buildRunLabels(deps.owner, '20260101T000000-be1157'), signal)
    return await use()
  } finally {
    await inParallel(rows, async ({ id, ref }) => {
      const gone = await removeImage(client, ref, { patient: true }).catch((error: unknown) => console.error(error))
      if (gone) deps.ledger.clear(id)
    })
  }
}

/**
 * `docker load` of one archive with a layer that all of them share: images of their own in a second, where 500 imports
 * take a minute. Format: github.com/moby/docker-image-spec, v1.2.
 */
async function loadImages(
  client: DockerClient,
  names: readonly string[],
  labels: Labels,
  signal: AbortSignal,
): Promise<void> {
  const layer = Buffer.alloc(1024)
  const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`
  const archive = pack()
  archive.entry({ name: 'layer.tar' }, layer)
  const manifest = names.map((name, index) => {
    const config = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
      config: { Labels: labels, Cmd: ['/none'] },
      rootfs: { type: 'layers', diff_ids: [diffId] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'isoscope bench' }],
    })
    const Config = `${createHash('sha256').update(config).digest('hex')}.json`
    archive.entry({ name: Config }, config)
    return { Config, RepoTags: [name], Layers: ['layer.tar'] }
  })
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest))
  archive.finalize()
  const answer = await callDocker(client, (docker) => docker.loadImage(Readable.from(archive)), {
    signal,
    deadline: 120_000,
  })
  for await (const _ of answer);
}
