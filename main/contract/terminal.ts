import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { argumentsSchema } from './command.ts'
import { containerFolderSchema, containerUserSchema, runRequestSchema, variableSchema } from './container.ts'
import { instanceIdSchema, instanceSchema } from './instance.ts'
import { nothing, procedure } from './procedure.ts'

/**
 * Bytes that a terminal may be behind its reader: the engine's stream is not read while more than this is not acknowledged,
 * and the program waits. oRPC has no backpressure of its own.
 */
export const terminalWindowBytes = 4 * 1024 * 1024

/** Of these, bytes that are on their way to the reader. */
export const terminalSentBytes = 128 * 1024

/** Of what is written in one call: below what a socket takes as one message, in base64 too. */
export const mostTerminalInput = 64 * 1024

export const mostTerminalRows = 1_000

const sizeSchema = z.strictObject({ columns: z.int().min(1).max(1_000), rows: z.int().min(1).max(mostTerminalRows) })
export type TerminalSize = z.infer<typeof sizeSchema>

const ofTerminal = {
  size: sizeSchema,
  /**
   * Lines that the reader keeps above its window, and twice those of the window, where it is a terminal. Output that comes faster than it is acknowledged may come
   * without plain lines that these would push out; all of it comes where this is not given.
   */
  kept: z.int().min(1).max(100_000).optional(),
}

export const terminalRequestSchema = z.discriminatedUnion('kind', [
  /** Another program in a running container. */
  z.strictObject({
    kind: z.literal('exec'),
    id: instanceIdSchema,
    /** A shell that is there, where null. */
    argv: argumentsSchema.nullable(),
    tty: z.boolean(),
    interactive: z.boolean(),
    user: containerUserSchema.nullable(),
    directory: containerFolderSchema.nullable(),
    variables: z.array(variableSchema).max(500),
    ...ofTerminal,
  }),
  /** The first program of a running container, as it was started. */
  z.strictObject({ kind: z.literal('attach'), id: instanceIdSchema, ...ofTerminal }),
  /** A new container, attached before it starts so that nothing of its output is missed. */
  z.strictObject({ kind: z.literal('run'), request: runRequestSchema, ...ofTerminal }),
])
export type TerminalRequest = z.infer<typeof terminalRequestSchema>

const sessionSchema = z.uuid()

/** `output`: bytes in base64, as a terminal shows them. A character may be cut in two. `leftOut`: bytes of it or before it that do not come. */
const terminalEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened'), session: sessionSchema, tty: z.boolean(), instance: instanceSchema }),
  z.strictObject({
    kind: z.literal('output'),
    stream: z.enum(['console', 'stdout', 'stderr']),
    bytes: z.string(),
    leftOut: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('ended'),
    /** Null where it goes on and only the connection ended, or where nobody can tell any more. */
    exitCode: z.int().nullable(),
    /** The kernel ended it because it had used up its memory. */
    outOfMemory: z.boolean(),
  }),
])
export type TerminalEvent = z.infer<typeof terminalEventSchema>
export type TerminalEnd = Pick<Extract<TerminalEvent, { kind: 'ended' }>, 'exitCode' | 'outOfMemory'>

const ofSession = { session: sessionSchema }

/** Only where the door has `run.custom`. Who opened a session alone knows what it is called; a call about one that has ended is `not_found`. */
export const terminalsContract = {
  /**
   * What comes from it, until it has ended. Who stops reading ends it: an executed program is hung up as by a terminal that is
   * closed, one that is attached to goes on, and a new container goes on too unless it was to be removed at its end.
   */
  open: procedure.input(terminalRequestSchema).output(eventIterator(terminalEventSchema)),
  /** Input, base64; resolves when the engine has taken it. One call after the other: what is sent at once may change its order. */
  write: procedure
    .input(z.strictObject({ ...ofSession, bytes: z.base64().max((mostTerminalInput / 3) * 4 + 4) }))
    .output(nothing),
  /** No more input: what reads it comes to its end. */
  endInput: procedure.input(z.strictObject(ofSession)).output(nothing),
  resize: procedure.input(z.strictObject({ ...ofSession, size: sizeSchema })).output(nothing),
  /** So many bytes of its output have been shown. */
  acknowledge: procedure
    .input(
      z.strictObject({
        ...ofSession,
        bytes: z
          .int()
          .positive()
          .max(4 * terminalWindowBytes),
      }),
    )
    .output(nothing),
}
