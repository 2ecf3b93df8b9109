import { readFile } from 'node:fs/promises'
import type { Apt } from '../debian/apt.ts'
import { obtainPythonRoot } from '../debian/pythonRoot.ts'
import type { DriverDeps } from '../driver.ts'
import type { ImageRecipe } from './deployment.ts'
import { listImageSteps, probeInstructions, readProbeFile } from './probeRecipe.ts'

/** docker.com/_/python: CPython of python.org on Debian, without what is needed to build extensions. */
export const officialImage = 'python:3-slim'

/**
 * The distribution's packages, made into one archive and added to an empty image. `count` of packages is for people. The
 * steps are those of a user who has a registry: nobody packs Python himself when the official image can be had.
 */
export function createPackedRecipe(deps: DriverDeps, apt: Apt, count: number): ImageRecipe {
  return {
    steps: listImageSteps(
      officialImage,
      'write the definition (with a registry; here packages of the distribution stand in for its first line)',
    ),
    note:
      `apt-get download of ${count} packages, unpacked, compiled and packed, then docker build, which adds that to an ` +
      'empty image; with warm caches docker build alone, of the archive that was kept; with one step more, which labels it as ours',
    uncachedAbsent: null,
    obtain: async (cache, signal) => {
      const own = { ...deps, paths: { ...deps.paths, cache } }
      const { path } = await obtainPythonRoot({ deps: own, apt, engine: 'docker' }, () => undefined, signal)
      return {
        base: 'scratch',
        instructions: ['ADD root.tar /', ...probeInstructions],
        files: [{ name: 'root.tar', content: await readFile(path) }, await readProbeFile(deps)],
      }
    },
  }
}

/** An image that is there, such as the official one, with the probe on top. */
export function createBaseRecipe(deps: DriverDeps, reference: string): ImageRecipe {
  return {
    steps: listImageSteps(reference),
    note: `docker build on ${reference}, which is there; with one step more, which labels it as ours`,
    uncachedAbsent: `${reference} is an image of yours: it would have to be removed to pull it again`,
    obtain: async () => ({ base: reference, instructions: probeInstructions, files: [await readProbeFile(deps)] }),
  }
}
