import type { ActivityProgress } from '../../../contract/activity.ts'
import type { LayerState, LayerTransfer } from '../../../contract/transfer.ts'
import type { TransferEvent } from './transferEvents.ts'

/** How far a pull or push is. Immutable; `noteEvent` gives the next one. */
export interface TransferState {
  readonly direction: 'pull' | 'push'
  /** In the order in which the engine named them. */
  readonly layers: ReadonlyMap<string, LayerProgress>
  /** When how many bytes had been moved in all, the oldest first; of the last seconds. */
  readonly marks: readonly Mark[]
  /** The largest that was told: what is estimated may not make it go back. */
  readonly share: number | null
}

interface LayerProgress {
  readonly state: LayerState
  /** Moved, without what is unpacked. */
  readonly moved: number
  readonly unpacked: number
  readonly total: number | null
}

interface Mark {
  readonly at: number
  readonly bytes: number
}

/** Milliseconds over which the speed is taken. */
const speedWindow = 4_000
const shortestSpeed = 500

export function beginTransfer(direction: TransferState['direction']): TransferState {
  return { direction, layers: new Map(), marks: [], share: null }
}

/** `at` is monotonic, in milliseconds. */
export function noteEvent(state: TransferState, event: TransferEvent, at: number): TransferState {
  if (event.kind !== 'layer') return state
  const layers = new Map(state.layers)
  layers.set(event.id, noteLayer(layers.get(event.id), event))
  const moved = [...layers.values()].reduce((sum, layer) => sum + layer.moved, 0)
  const marks = [...state.marks.filter((mark) => at - mark.at <= speedWindow), { at, bytes: moved }]
  const share = computeShare([...layers.values()])
  return { ...state, layers, marks, share: share === null ? state.share : Math.max(share, state.share ?? 0) }
}

type LayerEvent = Extract<TransferEvent, { readonly kind: 'layer' }>

function noteLayer(known: LayerProgress | undefined, { state, bytes, total }: LayerEvent): LayerProgress {
  const before = known ?? { moved: 0, unpacked: 0, total: null }
  const whole = total ?? before.total
  const all = whole ?? before.moved
  switch (state) {
    case 'moving':
      // Docker counts the archive's own blocks too, which are not in the size.
      return { state, moved: Math.min(bytes ?? before.moved, whole ?? Infinity), unpacked: 0, total: whole }
    case 'checking':
    case 'done':
      return { state, moved: all, unpacked: before.unpacked, total: whole }
    case 'unpacking':
      return { state, moved: all, unpacked: bytes ?? before.unpacked, total: whole }
    case 'present':
    case 'waiting':
    case 'retrying':
      return { ...before, state }
  }
}

const movedStates: ReadonlySet<LayerState> = new Set(['checking', 'unpacking', 'done', 'present'])

/**
 * Bytes moved of all that are to be moved, 0 to 1; layers whose size is not known yet count as the mean of the others. null
 * before the first size.
 */
function computeShare(layers: readonly LayerProgress[]): number | null {
  const toMove = layers.filter(({ state }) => state !== 'present')
  const sizes = toMove.flatMap(({ total }) => (total === null ? [] : [total]))
  if (sizes.length === 0) return layers.length > 0 && toMove.length === 0 ? 1 : null
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  const size = (layer: LayerProgress) => layer.total ?? mean
  const moved = (layer: LayerProgress) =>
    movedStates.has(layer.state) ? size(layer) : Math.min(layer.moved, size(layer))
  const sum = (of: (layer: LayerProgress) => number) => toMove.reduce((total, layer) => total + of(layer), 0)
  return Math.min(1, sum(moved) / sum(size))
}

/** For people and for the page. */
export function describeTransfer(state: TransferState): ActivityProgress {
  const layers = [...state.layers].map(([id, layer]) => toLayer(id, layer))
  return {
    step: describeStep(state.direction, layers),
    ...(layers.length > 0 && { amount: `${countDone(layers)} of ${layers.length} layers` }),
    share: state.share,
    transfer: { layers, bytesPerSecond: computeSpeed(state.marks) },
  }
}

function toLayer(id: string, { state, moved, unpacked, total }: LayerProgress): LayerTransfer {
  return { id, state, bytes: state === 'unpacking' ? unpacked : moved, total }
}

function describeStep(direction: TransferState['direction'], layers: readonly LayerTransfer[]): string {
  const verb = direction === 'pull' ? 'pulling' : 'pushing'
  if (layers.some(({ state }) => state === 'retrying')) return `${verb}; a connection broke off, and Docker tries again`
  return verb
}

function countDone(layers: readonly LayerTransfer[]): number {
  return layers.filter(({ state }) => state === 'done' || state === 'present').length
}

function computeSpeed(marks: readonly Mark[]): number | null {
  const [first, last] = [marks.at(0), marks.at(-1)]
  if (!first || !last || last.at - first.at < shortestSpeed) return null
  const bytes = last.bytes - first.bytes
  return bytes > 0 ? (1000 * bytes) / (last.at - first.at) : null
}
