import type { ListedInstance } from '../../../main/contract/live.ts'
import { formatDuration, formatPercent, formatQuantity, formatRate } from '../../../main/model/format.ts'

/** A figure that is not known; its reason stands on hover. */
export const dash = '–'

/** A line as high as the box is a tenth of a core at least, or a MiB: what idles is to look idle. */
export const leastTop = { cpuShare: 0.1, memoryBytes: 2 ** 20 } as const

export function formatCpu(share: number | null | undefined): string {
  return share == null ? dash : formatPercent(share)
}

export function formatBytes(bytes: number | null | undefined): string {
  return bytes == null ? dash : formatQuantity(Math.round(bytes), 'bytes')
}

export function formatBytesPerSecond(rate: number | null | undefined): string {
  return rate == null ? dash : formatRate(rate)
}

export function describeOwner({ owner }: Pick<ListedInstance, 'owner'>): string {
  return owner === 'isoscope' ? 'Isoscope' : 'yours'
}

export function isRunning({ state }: Pick<ListedInstance, 'state'>): boolean {
  return state === 'running' || state === 'paused'
}

/** Whether it is started and stopped at all, whatever it does now; an environment is not. */
export function isStarted({ actions, state }: Pick<ListedInstance, 'actions' | 'state'>): boolean {
  return isRunning({ state }) || actions.includes('start') || actions.includes('stop')
}

/** Why there is no figure, in words; undefined where there is one. */
export function explainDash(
  instance: Pick<ListedInstance, 'state' | 'stale' | 'technology'>,
  value: number | null | undefined,
  paused: string | null,
): string | undefined {
  if (value != null) return undefined
  if (instance.stale) return 'The engine does not answer.'
  if (!isRunning(instance)) return 'It does not run.'
  if (paused !== null) return `No figures at present: ${paused}`
  return 'Not known yet, or not told by the engine.'
}

/** `now` in milliseconds since 1970. A clock that was set back makes a start lie in the future. */
export function describeUptime(instance: Pick<ListedInstance, 'state' | 'startedAt'>, now: number): string {
  if (instance.startedAt === null || !isRunning(instance)) return dash
  return formatDuration(Math.max(0, Math.floor((now - Date.parse(instance.startedAt)) / 1000) * 1000))
}
