import type { RunHead } from '../../../main/contract/run.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'

export interface RunFilter {
  /** Each of its words has to begin one of what is said of a run; case does not matter. */
  readonly text: string
  /** Empty: any. */
  readonly contender: string
  readonly status: RunHead['status'] | ''
}

export const noFilter: RunFilter = { text: '', contender: '', status: '' }

export function filterRuns(heads: readonly RunHead[], { text, contender, status }: RunFilter): readonly RunHead[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return heads.filter((head) => {
    if (contender !== '' && !head.contenders.includes(contender)) return false
    if (status !== '' && head.status !== status) return false
    const said = describeHead(head)
    return words.every((word) => hasWord(said, word))
  })
}

/** Every contender that took part in one of them, once, in the order of the alphabet with the host first. */
export function listContenders(heads: readonly RunHead[]): readonly string[] {
  const ids = [...new Set(heads.flatMap(({ contenders }) => contenders))].toSorted()
  return [...ids.filter((id) => id === 'host'), ...ids.filter((id) => id !== 'host')]
}

/** So that `3 jan` finds no run of 10:43 on 1 January. */
function hasWord(said: string, word: string): boolean {
  for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]$/u.test(said.slice(0, at))) return true
  }
  return false
}

function describeHead({ id, startedAt, note, profile, contenders, status, noise }: RunHead): string {
  const noisy = noise === null ? [] : [`noise ${noise.grade}`]
  return [id, formatWhen(startedAt), note, profile, status, ...contenders, ...noisy].join(' ').toLowerCase()
}
