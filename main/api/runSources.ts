import type { RunSource } from '../contract/report.ts'
import type { Run } from '../contract/run.ts'
import { EngineError } from '../model/engineError.ts'
import type { Store } from '../store/store.ts'

/** Among how many of the newest runs the last one that has ended is looked for. */
const searchedRuns = 100
/** How many are named when a beginning is not unique. */
const namedRuns = 5

/** The run that is meant. Throws `not_found` for an id that this store does not have. */
export function loadRun(store: Pick<Store, 'loadRun'>, source: RunSource): Run {
  if ('document' in source) return source.document
  const run = store.loadRun(source.id)
  if (!run) throw new EngineError('not_found', 'isoscope', `There is no run ${source.id}.`)
  return run
}

/**
 * The id that a name means: an id, a unique beginning of one, or `last`, the newest that has ended.
 * Throws `not_found`, or `bad_input` naming the runs that begin like that.
 */
export function findRun(store: Pick<Store, 'listRuns' | 'findRunIds'>, name: string): string {
  if (name === 'last') {
    const last = store.listRuns(searchedRuns).find(({ status }) => status !== 'running')
    if (!last) throw new EngineError('not_found', 'isoscope', 'No comparison has ended yet.')
    return last.id
  }
  const [id, ...others] = store.findRunIds(name, namedRuns + 1)
  if (id === undefined) {
    throw new EngineError('not_found', 'isoscope', `There is no run that begins with ${name}.`, {
      remedy: { text: 'See which there are', command: 'isoscope runs' },
    })
  }
  if (others.length > 0) {
    const shown = [id, ...others].slice(0, namedRuns).join(', ')
    const more = others.length >= namedRuns ? ' and more' : ''
    throw new EngineError('bad_input', 'isoscope', `Several runs begin with ${name}: ${shown}${more}.`)
  }
  return id
}
