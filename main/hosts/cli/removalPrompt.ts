import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { cleanText } from '../../model/cleanText.ts'
import { formatQuantity } from '../../model/format.ts'
import { nameInstance } from './selectInstances.ts'

export interface Removal {
  readonly instance: Instance
  readonly disk: Details['disk']
}

/** What goes and how much space returns, in lines for a terminal; the question stands at the end of the last one. */
export function describeRemovals(removals: readonly Removal[]): string {
  const known = removals.flatMap(({ disk }) => ('absent' in disk ? [] : [disk.unique]))
  const sum = formatBytes(known.reduce((total, bytes) => total + bytes, 0))
  const unknown = removals.length - known.length
  const parts = [
    ...(known.length > 0
      ? [`${sum} return${unknown > 0 ? ' at least' : ''}`]
      : ['How much space returns is not known']),
    ...(unknown > 0 && known.length > 0 ? [`of ${unknown} it is not known`] : []),
  ]
  const what = removals.length === 1 ? 'This goes for good:' : `These ${removals.length} go for good:`
  return `${what}\n${removals.map((one) => `  ${describeRemoval(one)}\n`).join('')}${parts.join('; ')}. Remove? [y/N] `
}

function describeRemoval({ instance, disk }: Removal): string {
  const { owner, state, madeFrom } = instance
  const parts = [
    nameInstance(instance),
    ...(state === 'created' ? [] : [state]),
    owner === 'isoscope' ? 'made by Isoscope' : 'yours, not made by Isoscope',
    ...(madeFrom === null ? [] : [`from ${cleanText(madeFrom)}`]),
    'absent' in disk ? `space not known: ${disk.absent}` : formatBytes(disk.unique),
  ]
  return parts.join(' · ')
}

/** Only a plain yes is one. */
export function isYes(answer: string | null): boolean {
  return answer !== null && /^\s*(y|yes)\s*$/i.test(answer)
}

function formatBytes(bytes: number): string {
  return formatQuantity(Math.round(bytes), 'bytes')
}
