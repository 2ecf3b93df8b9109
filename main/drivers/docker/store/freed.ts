import { sumLayers } from '../../../model/images/planRemoval.ts'
import { bare, type DockerStore } from './storedImages.ts'

/** What went with one removal after the other, as the engine names it: ids of images and, on Docker, of layers. */
type MeasureFreed = (gone: ReadonlySet<string>) => number | null

/**
 * What each removal gave back. Docker says which layers have gone. Podman names images only; there it is counted which layers no
 * image has any more.
 */
export async function prepareFreed(
  store: DockerStore,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<MeasureFreed> {
  const layerBytes = await store.readLayerBytes(ids, signal)
  const goneImages = new Set<string>()
  const listLayers = () => new Set(store.images.filter(({ id }) => !goneImages.has(bare(id))).flatMap((of) => of.chain))
  return (gone) => {
    const before = listLayers()
    for (const id of gone) goneImages.add(bare(id))
    const named = [...gone].filter((id) => layerBytes.has(id))
    if (named.length > 0) return sumLayers(named, layerBytes)
    const after = listLayers()
    return sumLayers(
      [...before].filter((layer) => !after.has(layer)),
      layerBytes,
    )
  }
}
