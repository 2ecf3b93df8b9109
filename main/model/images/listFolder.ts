import type { LayerFile, LayerFiles } from '../../contract/image.ts'
import { countChanges, type LayerChange } from './stackLayers.ts'

/** Pure. One folder of a layer with sums of what is below; the largest first. `folder`: empty for the root. */
export function listFolder(changes: readonly LayerChange[], folder: string): LayerFiles {
  const prefix = folder === '' ? '' : `${folder.replace(/^\/+|\/+$/g, '')}/`
  const below = changes.filter(({ path }) => path.startsWith(prefix))
  const children = Map.groupBy(below, ({ path }) => path.slice(prefix.length).split('/', 1)[0] ?? '')
  const files = [...children].map(([name, of]): LayerFile => {
    const own = of.find(({ path }) => path === prefix + name)
    return {
      name,
      kind: own?.kind ?? 'folder',
      change: own?.change ?? null,
      bytes: sumBytes(of),
      counts: countChanges(of),
    }
  })
  const byBytes = files.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
  return { files: byBytes, counts: countChanges(below), bytes: sumBytes(below) }
}

function sumBytes(changes: readonly LayerChange[]): number {
  return changes.reduce((sum, { bytes }) => sum + bytes, 0)
}
