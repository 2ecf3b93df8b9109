import type { Run } from '../../main/contract/run.ts'
import { createFakeDriver } from '../../main/drivers/fake/driver.ts'
import { createRunFolder } from '../../main/drivers/runFolder.ts'
import { readReferenceChecksums } from '../../main/measure/calibrate.ts'
import { runComparison } from '../../main/measure/run.ts'
import { estimateShift } from '../../main/model/stats/shift.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import type { TestDeps } from '../support/driverDeps.ts'
import type { Check } from './check.ts'

const rounds = 20
const startups = { host: 100, docker: 110 }
/** By the end of the measuring everything takes half as long again. */
const growth = 0.5
/** Rounds of both, with the warm-up. */
const measurements = 2 * (rounds + 1)

type Id = keyof typeof startups

/**
 * A machine that becomes slower and slower: how far that moves what docker adds to the host, in a run as it is, and when
 * one is measured after the other. The same invented world in all four, so that only the order differs.
 */
export async function checkInterleaving(deps: TestDeps): Promise<Check> {
  const steady = await measureInterleaved(deps, 0)
  const drifting = await measureInterleaved(deps, growth)
  const steadyInBlocks = await measureInBlocks(deps, 0)
  const driftingInBlocks = await measureInBlocks(deps, growth)
  return compareOrders({ steady, drifting }, { steady: steadyInBlocks, drifting: driftingInBlocks })
}

interface Shifts {
  readonly steady: number
  readonly drifting: number
}

export function compareOrders(interleaved: Shifts, blocked: Shifts): Check {
  const [ours, theirs] = [interleaved, blocked].map(({ steady, drifting }) => Math.abs(drifting - steady))
  if (ours === undefined || theirs === undefined) throw new Error('two orders are compared')
  return {
    name: 'shift to the host under a drift that multiplies everything, against blocked order',
    unit: 'ms',
    ours: { ...interleaved, moved: ours },
    reference: { ...blocked, moved: theirs },
    limit: 'moves less than a fifth of what it moves in blocked order',
    // Without a drift that moves blocked order there would be nothing to compare with.
    holds: theirs > 0.05 * startups.host && ours < theirs / 5,
  }
}

async function measureInterleaved(deps: TestDeps, drift: number): Promise<number> {
  const run = await measure(deps, createWorld(deps, drift), ['host', 'docker'])
  const metric = readStartup(run, 'docker')
  if (metric.difference === undefined) throw new Error('twenty rounds are enough for a difference')
  return metric.difference.shift
}

async function measureInBlocks(deps: TestDeps, drift: number): Promise<number> {
  const world = createWorld(deps, drift)
  const host = await measure(deps, world, ['host'])
  const docker = await measure(deps, world, ['docker'])
  return estimateShift(readStartup(host, 'host').samples, readStartup(docker, 'docker').samples).shift
}

function createWorld(deps: TestDeps, drift: number) {
  let measured = 0
  return createFakeDriver(deps, {
    technology: 'host',
    title: 'Invented',
    contenders: (['host', 'docker'] as const).map((id) => ({
      id,
      title: id,
      timings: { startup: { median: startups[id], spread: 0.05 } },
    })),
    drift: () => 1 + (drift * measured++) / measurements,
    checksums: (scale, signal) => readReferenceChecksums(deps.tools, workloadVariables, scale, signal),
  })
}

function measure(deps: TestDeps, world: ReturnType<typeof createWorld>, ids: readonly Id[]): Promise<Run> {
  const ignore = () => undefined
  return runComparison(
    {
      runId: '20260101T000000-bebebe',
      request: { contenders: [...ids], profile: 'quick', rounds },
      seed: 1,
      contenders: world.contenders.filter(({ id }) => ids.some((one) => one === id)),
      environment: { host: {}, engines: {}, variables: workloadVariables },
      tools: deps.tools,
      makeFolder: () => createRunFolder(deps, 'host'),
      sink: { beginRun: ignore, appendRound: ignore, appendSamples: ignore, finishRun: ignore },
      onProgress: ignore,
      settleMs: 0,
    },
    new AbortController().signal,
  )
}

function readStartup(run: Run, id: Id) {
  const metric = run.contenders.find((one) => one.id === id)?.metrics.startup
  if (metric?.kind !== 'number') throw new Error(`${id} has no start-up`)
  return metric
}
