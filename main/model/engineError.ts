import type { ErrorCode, ErrorData, Remedy } from '../contract/errors.ts'

interface EngineErrorOptions {
  readonly remedy?: Remedy
  /** The program's own last lines. */
  readonly detail?: string
  readonly cause?: unknown
}

/** The one error every layer throws. `message` is for the user; paths and stacks stay in the log. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: ErrorCode
  /** The technology or program concerned, for example `docker`. */
  readonly engine: string
  readonly remedy: Remedy | undefined
  readonly detail: string | undefined

  constructor(code: ErrorCode, engine: string, message: string, options: EngineErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.engine = engine
    this.remedy = options.remedy
    this.detail = options.detail
  }

  static fromData(data: ErrorData, cause?: unknown): EngineError {
    return new EngineError(data.code, data.engine, data.message, {
      ...(data.remedy && { remedy: data.remedy }),
      ...(data.detail && { detail: data.detail }),
      cause,
    })
  }

  toData(): ErrorData {
    return {
      code: this.code,
      engine: this.engine,
      message: this.message,
      ...(this.remedy && { remedy: this.remedy }),
      ...(this.detail && { detail: this.detail }),
    }
  }
}

/** Anything thrown, as an EngineError; an abort becomes `cancelled`. */
export function toEngineError(error: unknown, engine: string): EngineError {
  if (error instanceof EngineError) return error
  if (error instanceof Error && error.name === 'AbortError') return cancelled(engine)
  const message = error instanceof Error ? error.message : String(error)
  return new EngineError('engine_failed', engine, message, { cause: error })
}

/** The same error told of another engine: of the one that needed what several share. */
export function tellOf(engine: string, error: unknown): EngineError {
  const told = toEngineError(error, engine)
  return EngineError.fromData({ ...told.toData(), engine }, told)
}

export function cancelled(engine: string): EngineError {
  return new EngineError('cancelled', engine, 'Cancelled.')
}

/** Throws `cancelled` when the signal has been aborted; called between the steps of longer work. */
export function throwIfAborted(signal: AbortSignal, engine: string): void {
  if (signal.aborted) throw cancelled(engine)
}
