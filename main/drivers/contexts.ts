import type { Context } from '../contract/contexts.ts'

/** Daemons that an engine's own program knows by name. Each call rejects with EngineError. */
export interface EngineContexts {
  list(): readonly Context[]
  /** What would be asked now, and what names it; null where nothing can be. */
  findUsed(): { readonly url: string; readonly source: string } | null
  /** `not_found`, or why it does not answer. */
  test(name: string, signal: AbortSignal): Promise<{ version: string; facts: Record<string, string> }>
}

/** Which of them the user has chosen for Isoscope. */
export interface ContextChoice {
  /** Null: as the engine's own program has it. */
  read(): string | null
  /** Called after every change, until the function that is given back is called. */
  watch(onChange: () => void): () => void
}
