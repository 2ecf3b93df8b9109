import { EngineError } from '../../model/engineError.ts'
import { type Apt, findApt } from '../debian/apt.ts'
import { debianPython, obtainPythonRoot } from '../debian/pythonRoot.ts'
import { commitProbeImage } from './commitImage.ts'
import { importProbeImage, readImageDigest } from './image.ts'
import { pullImage } from './pullImage.ts'
import { createOfficialRecipe, createPackedRecipe, officialImage } from './pythonRecipe.ts'
import type { ImageMaker, ImageOrder, MadeImage, MakeImage } from './runImage.ts'

/** The official images build Python themselves and put it there. */
const officialPython = '/usr/local/bin/python3'

/**
 * An image with a full Python: where there is apt of the distribution's own packages, which needs no registry, elsewhere
 * the official one. Rejects with `unsupported` and the remedy where neither can be had.
 */
export const makePythonImage: MakeImage = (maker, order, signal) => {
  const apt = findApt(maker.deps)
  return apt
    ? packDistributionPython(apt, maker, order, signal)
    : takeOfficialPython(officialImage)(maker, order, signal)
}

async function packDistributionPython(
  apt: Apt,
  { deps, client, run }: ImageMaker,
  { name, labels }: ImageOrder,
  signal: AbortSignal,
): Promise<MadeImage> {
  const { path, packages } = await obtainPythonRoot({ deps, apt, engine: 'docker' }, run.onStep, signal)
  run.onStep('building the image')
  await importProbeImage(client, { name, probe: deps.tools.probe, labels, root: path }, signal)
  const version = packages.find((each) => each.name === 'python3')?.version ?? ''
  return {
    python: debianPython,
    facts: { image: `${packages.length} packages of this machine's distribution, python3 ${version}` },
    recipe: createPackedRecipe(deps, apt, packages.length),
  }
}

/**
 * The image as it is, with the probe on top. It is pulled unless it is there already, and stays then, as after any
 * `docker pull`.
 */
export function takeOfficialPython(reference: string): MakeImage {
  return async ({ deps, client, run }, { name, labels }, signal) => {
    if ((await readImageDigest(client, reference, signal)) === null) {
      run.onStep(`pulling ${reference}`)
      const tell = (percent: number) => run.onStep(`pulling ${reference} (${percent} %)`)
      await pullImage(client, reference, tell, signal).catch((error: unknown) => {
        throw explainPullFailure(reference, error)
      })
    }
    run.onStep('building the image')
    await commitProbeImage(deps, client, { base: reference, name, labels, runId: run.runId }, signal)
    const digest = await readImageDigest(client, reference, signal)
    return {
      python: officialPython,
      facts: { image: `${reference} ${digest ?? ''}`.trimEnd() },
      recipe: createOfficialRecipe(deps, reference),
    }
  }
}

function explainPullFailure(reference: string, error: unknown): unknown {
  if (!(error instanceof EngineError) || !['engine_failed', 'not_found', 'timeout'].includes(error.code)) return error
  return new EngineError('unsupported', 'docker', `The image ${reference} is not here and could not be pulled.`, {
    detail: error.detail ?? error.message,
    remedy: { text: 'Pull it where the registry can be reached', command: `docker pull ${reference}` },
    cause: error,
  })
}
