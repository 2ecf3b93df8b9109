import type { OnProgress } from './onProgress.ts'

/** What a registry is told of who asks. `identity`: a token that stands for name and password. */
export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity'; readonly username: string; readonly token: string }

export interface Transfer {
  /** Complete, with its tag or digest. */
  readonly reference: string
  readonly login: Login | null
  /** `linux/arm64`, of a pull; null for the engine's own. */
  readonly platform?: string | null
}

export interface Transferred {
  /** Of the manifest; null where the engine does not tell. */
  readonly digest: string | null
}

/**
 * Images from and to registries, by the engine itself. Rejects with EngineError: `not_found`, `permission_denied` where the registry
 * wants another login, `not_running` where it does not answer, `no_space`, `unsupported` for a platform, `cancelled`. The
 * login is in no error and no progress. An abort ends it; what of an image is there by then is of no use to anybody.
 */
export interface ImageTransfer {
  pull(transfer: Transfer, onProgress: OnProgress, signal: AbortSignal): Promise<Transferred>
  push(transfer: Transfer, onProgress: OnProgress, signal: AbortSignal): Promise<Transferred>
}
