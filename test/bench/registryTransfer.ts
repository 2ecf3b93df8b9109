import { execFileSync } from 'node:child_process'
import { createRouterClient } from '@orpc/server'
import { createApp } from '../../main/app.ts'
import type { Client } from '../../main/hosts/cli/session.ts'
import { median } from '../../main/model/stats/median.ts'
import { monotonicNs, nsToMs } from '../../main/os/monotonic.ts'
import { projectRoot } from '../support/cli.ts'
import type { TestDeps } from '../support/driverDeps.ts'
import { type LayeredImage, makeLayeredImage } from '../support/layeredImage.ts'
import { docker } from '../support/probeContainers.ts'
import { startRegistry } from '../support/startRegistry.ts'
import type { Check } from './check.ts'

const rounds = 8
const layers = [200_000, 6_000_000, 24_000_000]
const mostRatio = 1.1

/**
 * Pull and push through the app's API against the docker program: the same layers, the same daemon, a registry that has nothing yet for
 * each push, nothing left here before each pull. In pairs, alternating who goes first.
 */
export async function checkRegistryTransfer(deps: TestDeps): Promise<readonly Check[]> {
  const env = { ...deps.env, ISOSCOPE_HOME: deps.paths.home }
  const onError = (error: unknown) => process.stderr.write(`${String(error)}\n`)
  const app = createApp({ env, platform: process.platform, root: projectRoot, onError })
  const client: Client = createRouterClient(app.router)
  const image = makeLayeredImage(`isoscope-bench-${process.pid}:image`, layers)
  try {
    const push = await inPairs(async (side) => timePush(client, image, side))
    const pull = await timePulls(client, image)
    return [toCheck('push to an empty registry', push), toCheck('pull of an image that is not here', pull)]
  } finally {
    image.remove()
    await app.close()
  }
}

type Side = 'ours' | 'theirs'
type Times = Readonly<Record<Side, readonly number[]>>

async function inPairs(measure: (side: Side) => Promise<number>): Promise<Times> {
  const times: Record<Side, number[]> = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round++) {
    const order: readonly Side[] = round % 2 === 0 ? ['ours', 'theirs'] : ['theirs', 'ours']
    for (const side of order) times[side].push(await measure(side))
  }
  return times
}

async function timePush(client: Client, image: LayeredImage, side: Side): Promise<number> {
  const registry = await startRegistry()
  try {
    const reference = `${registry.address}/bench:1`
    image.tag(reference)
    const time = await timeCall(() =>
      side === 'ours' ? client.images.push({ reference }) : runDocker('push', reference),
    )
    docker('rmi', reference)
    return time
  } finally {
    await registry.stop()
  }
}

async function timePulls(client: Client, image: LayeredImage): Promise<Times> {
  const registry = await startRegistry()
  try {
    const reference = `${registry.address}/bench:1`
    image.tag(reference)
    await client.images.push({ reference })
    return await inPairs(async (side) => {
      // All of its names, so that no layer is here any more.
      image.remove()
      return timeCall(() => (side === 'ours' ? client.images.pull({ reference }) : runDocker('pull', reference)))
    })
  } finally {
    await registry.stop()
  }
}

async function timeCall(call: () => unknown): Promise<number> {
  const before = monotonicNs()
  await call()
  return nsToMs(monotonicNs() - before)
}

function runDocker(verb: 'pull' | 'push', reference: string): void {
  execFileSync('docker', [verb, reference], { stdio: 'ignore' })
}

function toCheck(what: string, { ours, theirs }: Times): Check {
  const ratio = median(ours) / median(theirs)
  return {
    name: `${what}: the app's API against the docker program`,
    unit: 'ms',
    ours: { median: median(ours), least: Math.min(...ours), most: Math.max(...ours), ratio },
    reference: { median: median(theirs), least: Math.min(...theirs), most: Math.max(...theirs), rounds: theirs.length },
    limit: `our median at most ${mostRatio} times theirs`,
    holds: ratio <= mostRatio,
  }
}
