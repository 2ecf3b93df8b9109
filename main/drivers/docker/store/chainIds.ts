import { createHash } from 'node:crypto'

/** Pure. What each layer with all below it is called. opencontainers/image-spec, config.md, "Layer ChainID" */
export function computeChainIds(diffIds: readonly string[]): readonly string[] {
  let below: string | null = null
  return diffIds.map((diffId) => {
    below = below === null ? diffId : `sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`
    return below
  })
}
