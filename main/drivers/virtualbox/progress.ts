import type { OnProgress } from '../onProgress.ts'

/** Longer than any number: what is behind it in a piece is not needed for the next one. */
const kept = 16

/**
 * Reads `0%...10%...20%` out of stderr, however its bytes arrive and whatever stands between. What takes several such
 * rows, as an import, begins again. Never throws.
 */
export function createProgressReader(step: string, onProgress: OnProgress): (chunk: Buffer) => void {
  let rest = ''
  let last = -1
  return (chunk) => {
    const seen = rest + chunk.toString('latin1')
    const percent = [...seen.matchAll(/(?:^|[^\d])(\d{1,3})%/g)].map(([, digits]) => Number(digits)).at(-1)
    rest = seen.slice(-kept)
    if (percent === undefined || percent > 100 || percent === last) return
    last = percent
    onProgress({ step, share: percent / 100 })
  }
}
