import type { ErrorCode } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { commitProbeImage } from './commitImage.ts'
import type { ImageRecipe } from './deployment.ts'
import { readImageDigest } from './image.ts'
import { transferImage } from './registry/transferImage.ts'
import type { MakeImage } from './runImage.ts'

export interface TakenImage {
  readonly reference: string
  /** Path of the interpreter in it; null where it is nobody's concern. */
  readonly python: string | null
  /** What its absence means: `unsupported` skips the contender, `not_found` fails it. */
  readonly missing: Extract<ErrorCode, 'unsupported' | 'not_found'>
  /** How another like it is deployed. */
  readonly createRecipe: (deps: DriverDeps, reference: string) => ImageRecipe
}

/**
 * The image as it is, with the probe on top. It is pulled unless it is there already, and stays then, as after any
 * `docker pull`.
 */
export function takeImage({ reference, python, missing, createRecipe }: TakenImage): MakeImage {
  return async ({ deps, client, run }, { name, labels }, signal) => {
    if ((await readImageDigest(client, reference, signal)) === null) {
      run.onStep(`pulling ${reference}`)
      const tell = tellPercent((percent) => run.onStep(`pulling ${reference} (${percent} %)`))
      await transferImage(client, 'pull', { reference, login: null }, tell, signal).catch((error: unknown) => {
        throw explainPullFailure(reference, missing, error)
      })
    }
    run.onStep('building the image')
    await commitProbeImage(deps, client, { base: reference, name, labels, runId: run.runId }, signal)
    const digest = await readImageDigest(client, reference, signal)
    const facts = { image: `${reference} ${digest ?? ''}`.trimEnd() }
    return { python, facts, recipe: createRecipe(deps, reference) }
  }
}

/** Whole percents, each once. */
function tellPercent(tell: (percent: number) => void): OnProgress {
  let told = -1
  return ({ share }) => {
    const percent = Math.floor(100 * (share ?? 0))
    if (share === null || percent <= told) return
    told = percent
    tell(percent)
  }
}

const pullFailures: readonly ErrorCode[] = [
  'engine_failed',
  'not_found',
  'not_running',
  'permission_denied',
  'timeout',
  'unsupported',
]

function explainPullFailure(reference: string, code: ErrorCode, error: unknown): unknown {
  if (!(error instanceof EngineError) || !pullFailures.includes(error.code)) return error
  return new EngineError(code, 'docker', `The image ${reference} is not here and could not be pulled.`, {
    detail: error.detail ?? error.message,
    remedy: { text: 'Pull it where the registry can be reached', command: `docker pull ${reference}` },
    cause: error,
  })
}
