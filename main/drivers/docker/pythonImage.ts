import { type Apt, findApt } from '../debian/apt.ts'
import { debianPython, obtainPythonRoot } from '../debian/pythonRoot.ts'
import { importProbeImage } from './image.ts'
import { createBaseRecipe, createPackedRecipe, officialImage } from './pythonRecipe.ts'
import type { ImageMaker, ImageOrder, MadeImage, MakeImage } from './runImage.ts'
import { takeImage } from './takeImage.ts'

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

export function takeOfficialPython(reference: string): MakeImage {
  return takeImage({ reference, python: officialPython, missing: 'unsupported', createRecipe: createBaseRecipe })
}
