import { type Field, readFields } from './wire.ts'

/**
 * What BuildKit says of a build: `moby.buildkit.control.v1.StatusResponse`,
 * github.com/moby/buildkit/blob/master/api/services/control/control.proto. Fields that nobody here needs are passed over.
 */
export interface StatusResponse {
  readonly vertexes: readonly Vertex[]
  readonly statuses: readonly VertexStatus[]
  readonly logs: readonly VertexLog[]
}

export interface Vertex {
  readonly digest: string
  readonly name: string
  readonly cached: boolean
  /** Milliseconds since 1970; null where it has not. */
  readonly started: number | null
  readonly completed: number | null
  readonly error: string
}

export interface VertexStatus {
  readonly id: string
  readonly vertex: string
}

export interface VertexLog {
  readonly vertex: string
  readonly text: string
}

/** Throws `bad_output` for bytes that are no message. */
export function decodeStatusResponse(bytes: Uint8Array): StatusResponse {
  const fields = readFields(bytes)
  return {
    vertexes: bytesOf(fields, 1).map(decodeVertex),
    statuses: bytesOf(fields, 2).map((status) => {
      const inner = readFields(status)
      return { id: textOf(inner, 1), vertex: textOf(inner, 2) }
    }),
    logs: bytesOf(fields, 3).map((log) => {
      const inner = readFields(log)
      return { vertex: textOf(inner, 1), text: textOf(inner, 4) }
    }),
  }
}

function decodeVertex(bytes: Uint8Array): Vertex {
  const fields = readFields(bytes)
  return {
    digest: textOf(fields, 1),
    name: textOf(fields, 3),
    cached: numberOf(fields, 4) !== 0n,
    started: timeOf(fields, 5),
    completed: timeOf(fields, 6),
    error: textOf(fields, 7),
  }
}

function bytesOf(fields: readonly Field[], number: number): readonly Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && field.value instanceof Uint8Array ? [field.value] : []))
}

/** The last one counts where a field is there twice. */
function textOf(fields: readonly Field[], number: number): string {
  const last = bytesOf(fields, number).at(-1)
  return last === undefined ? '' : new TextDecoder().decode(last)
}

function numberOf(fields: readonly Field[], number: number): bigint {
  const value = fields.findLast((field) => field.number === number)?.value
  return typeof value === 'bigint' ? value : 0n
}

/** google.protobuf.Timestamp: seconds, and nanoseconds behind them. */
function timeOf(fields: readonly Field[], number: number): number | null {
  const last = bytesOf(fields, number).at(-1)
  if (last === undefined) return null
  const inner = readFields(last)
  return Number(BigInt.asIntN(64, numberOf(inner, 1))) * 1000 + Number(BigInt.asIntN(64, numberOf(inner, 2))) / 1e6
}
