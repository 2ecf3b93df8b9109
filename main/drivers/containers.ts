import type { ContainerSpec, RunPreview } from '../contract/container.ts'
import type { ContainerFacts } from '../contract/containerFacts.ts'
import type { Instance } from '../contract/instance.ts'
import type { TerminalEnd, TerminalRequest, TerminalSize } from '../contract/terminal.ts'

/**
 * Containers made from images of the user's choice, and terminals in them. Each call rejects with EngineError: `not_found` for
 * an image, container or mounted path that is not here, `name_taken`, `in_use` for a port, `bad_input`, `cancelled`.
 */
export interface Containers {
  /** Of all there are. Rejects when the engine cannot be asked. */
  readFacts(signal: AbortSignal): Promise<readonly ContainerFacts[]>
  /** Nothing is made. What stands in the way is in the answer, not an error. */
  preview(order: RunOrder, signal: AbortSignal): Promise<RunPreview>
  /** Made and started, and kept by the user. When it rejects nothing of it is left. */
  run(order: RunOrder, signal: AbortSignal): Promise<Instance>
  /** `unsupported` for a container that does not run, `bad_input` for a program that is not in it. */
  open(order: TerminalOrder, signal: AbortSignal): Promise<TerminalSession>
}

/** `name` null: one that is generated. */
export interface RunOrder {
  readonly spec: ContainerSpec
  readonly name: string | null
}

export type TerminalOrder =
  | Exclude<TerminalRequest, { readonly kind: 'run' }>
  | ({ readonly kind: 'run'; readonly size: TerminalSize } & RunOrder)

export interface TerminalOutput {
  readonly stream: 'console' | 'stdout' | 'stderr'
  readonly bytes: Buffer
}

export interface TerminalSession {
  readonly instance: Instance
  readonly tty: boolean
  /** Read at the reader's pace: what is not taken waits with the engine, and the program with it. Ends when it has ended. */
  readonly output: AsyncIterable<TerminalOutput>
  /** Resolves when the engine has taken it. */
  write(bytes: Uint8Array): Promise<void>
  endInput(): void
  resize(size: TerminalSize): Promise<void>
  /** How it ended. To be asked when the output has ended. */
  readEnd(): Promise<TerminalEnd>
  /** Ends the connection, and what was executed with it. Idempotent; resolves when nothing of it is left. */
  close(): Promise<void>
}
