import type { Run } from '../../contract/run.ts'
import type { Technology } from '../../contract/technology.ts'
import { chooseProfile, confidenceOf } from '../profile.ts'
import { summariseContender } from './contender.ts'

/**
 * A run that goes on, with the figures of its rounds so far: medians and intervals as at the end, and no verdict, because the
 * comparisons are adjusted together when all of them are there. A run that has ended is left as it is. Pure.
 */
export function summariseSoFar(run: Run): Run {
  if (run.status !== 'running') return run
  const host = run.contenders.some(({ id }) => id === 'host') ? 'host' : undefined
  const confidence = confidenceOf(chooseProfile(run.profile, { metrics: run.metrics }))
  return {
    ...run,
    contenders: run.contenders.map((contender) => ({
      ...contender,
      labels: { ...readAccelerator(run, contender.technology), ...contender.labels },
      metrics: summariseContender({
        samples: run.samples,
        contender: contender.id,
        host,
        launchCost: run.calibration.launch?.median ?? null,
        absences: {},
        notes: {},
        confidence,
      }),
    })),
  }
}

/** A contender's own labels come with the end; that a machine is emulated belongs beside its figures from the first on. */
function readAccelerator({ environment }: Run, technology: Technology): Readonly<Record<string, string>> {
  const accelerator = environment.engines[technology]?.accelerator
  return accelerator === undefined ? {} : { accelerator }
}
