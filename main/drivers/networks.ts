import type { Network, NetworkDescription, NewNetwork } from '../contract/networks.ts'

/** Networks that containers are connected to. Each call rejects with EngineError: `not_found`, `cancelled`. */
export interface Networks {
  list(signal: AbortSignal): Promise<readonly Network[]>
  /** `name_taken`, `in_use` for addresses that another network has. One that fails or is aborted leaves none. */
  create(network: NewNetwork, signal: AbortSignal): Promise<Network>
  inspect(id: string, signal: AbortSignal): Promise<NetworkDescription>
  /** `in_use`, with the names of those connected; `unsupported` for the engine's own. */
  remove(id: string, signal: AbortSignal): Promise<void>
  /** `in_use` where it is connected already. */
  connect(id: string, instance: string, signal: AbortSignal): Promise<void>
  /** `not_found` where it is not connected. */
  disconnect(id: string, instance: string, signal: AbortSignal): Promise<void>
}
