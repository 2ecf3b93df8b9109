import type { EngineStatus } from '../../contract/engine.ts'
import type { Remedy } from '../../contract/errors.ts'
import { toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { findCondaPrograms, type ProgramName, programNames } from './findPrograms.ts'
import { readVersion } from './readVersion.ts'
import { suggestInstall } from './remedy.ts'

interface Asked {
  readonly name: ProgramName
  readonly path: string
  /** Null when it did not answer, for the reason in `why`. */
  readonly version: string | null
  readonly why: string
}

/** Ready when one of conda, mamba and micromamba is here and answers. Never rejects. */
export async function detectConda(deps: DriverDeps, signal: AbortSignal): Promise<EngineStatus> {
  const first = programNames.flatMap((name) => {
    const [path] = findCondaPrograms(name, deps)
    return path === undefined ? [] : [{ name, path }]
  })
  const asked = await Promise.all(first.map(({ name, path }) => ask(deps, name, path, signal)))
  return judge(asked, suggestInstall(deps.platform, process.arch))
}

async function ask(deps: DriverDeps, name: ProgramName, path: string, signal: AbortSignal): Promise<Asked> {
  try {
    return { name, path, version: await readVersion(name, path, deps.env, signal), why: '' }
  } catch (error) {
    const { message, detail } = toEngineError(error, 'conda')
    return { name, path, version: null, why: detail ? `${message} ${detail}` : message }
  }
}

/** Pure. The first that answers gives the version; the others are facts beside it. */
function judge(asked: readonly Asked[], remedy: Remedy): EngineStatus {
  const [ready] = asked.filter(({ version }) => version !== null)
  if (ready?.version) {
    const facts = asked.map(({ name, path, version, why }) => [name, version ? `${version} (${path})` : why])
    return {
      state: 'ready',
      technology: 'conda',
      version: ready.name === 'conda' ? ready.version : `${ready.name} ${ready.version}`,
      facts: Object.fromEntries(facts),
    }
  }
  const [broken] = asked
  if (broken) return { state: 'broken', technology: 'conda', version: null, why: broken.why, remedy }
  return { state: 'missing', technology: 'conda', why: 'None of conda, mamba and micromamba was found.', remedy }
}
