import { EngineError } from '../engineError.ts'

type Options = ConstructorParameters<typeof EngineError>[3]

/** What a build has failed at; `line` of the Dockerfile from 1, null where it lies elsewhere. */
export class BuildError extends EngineError {
  readonly line: number | null

  constructor(error: Pick<EngineError, 'code' | 'message'>, line: number | null, options: Options = {}) {
    super(error.code, 'docker', error.message, options)
    this.line = line
  }
}
