import { execFileSync } from 'node:child_process'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { Contender, PreparedContender } from '../../main/drivers/contender.ts'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import { median } from '../../main/model/stats/median.ts'
import { launchProgram } from '../../main/os/launcher.ts'
import { nsToMs } from '../../main/os/monotonic.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import type { Check } from './check.ts'

const pairs = 20

/**
 * Our start-up without its `create` phase, against `docker create` and then a timed `docker start -a` to its first byte:
 * the same container, the same first byte. In pairs, alternating who goes first.
 */
export async function checkDockerStartup(contender: Contender, deps: DriverDeps): Promise<Check> {
  const { signal } = new AbortController()
  const run = { runId: '20260101T000000-bebebe', variables: workloadVariables, onStep: () => undefined }
  const prepared = await contender.prepare(run, signal)
  try {
    const image = findImage(run.runId)
    const ours: number[] = []
    const theirs: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      const steps = [
        async () => ours.push(await timeOurs(prepared, signal)),
        async () => theirs.push(await timeTheirs(image, deps, signal)),
      ]
      for (const step of pair % 2 === 0 ? steps : steps.reverse()) await step()
    }
    return {
      name: 'Docker start-up against docker create and a timed docker start -a',
      unit: 'ms',
      ours: { median: median(ours), pairs },
      reference: { median: median(theirs), pairs },
      limit: 'our median is not the larger',
      holds: median(ours) <= median(theirs),
    }
  } finally {
    await prepared.dispose()
  }
}

/** The image the contender has made for this run, as its label tells. */
function findImage(runId: string): string {
  const args = ['images', '--quiet', '--filter', `label=isoscope.run=${runId}`]
  return execFileSync('docker', args, { encoding: 'utf8' }).trim()
}

async function timeOurs(prepared: PreparedContender, signal: AbortSignal): Promise<number> {
  const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
  const create = instance.phases.find(({ name }) => name === 'create')?.duration
  await instance.remove()
  if (create === undefined || isAbsent(create)) throw new Error('the Docker contender sees its create phase')
  return instance.startup - create
}

async function timeTheirs(image: string, deps: DriverDeps, signal: AbortSignal): Promise<number> {
  const env = { ...process.env } as Record<string, string>
  const id = execFileSync('docker', ['create', image, 'ready'], { encoding: 'utf8', env }).trim()
  try {
    const launch = { engine: 'docker', launchPath: deps.tools.launch, file: 'docker', args: ['start', '-a', id], env }
    const program = await launchProgram(launch, signal)
    const marker = await program.waitForMarker(signal)
    program.sendSignal('SIGKILL')
    return nsToMs(marker.at - program.spawnedAt)
  } finally {
    execFileSync('docker', ['rm', '-f', id], { stdio: 'ignore', env })
  }
}
