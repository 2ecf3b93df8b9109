import type { RunHead } from '../../contract/run.ts'
import { cleanText } from '../../model/cleanText.ts'
import { formatQuantity } from '../../model/format.ts'

/** What goes and how much space returns, in lines for a terminal; the question stands at the end of the last one. */
export function describeDeletion(heads: readonly RunHead[]): string {
  const sum = heads.reduce((total, { bytes }) => total + bytes, 0)
  const what = heads.length === 1 ? 'This run goes for good:' : `These ${heads.length} runs go for good:`
  return `${what}\n${heads.map((head) => `  ${describeRun(head)}\n`).join('')}About ${formatQuantity(sum, 'bytes')} return. Delete? [y/N] `
}

function describeRun({ id, contenders, rounds, status, note }: RunHead): string {
  const parts = [
    id,
    contenders.join(','),
    `${rounds.completed} of ${rounds.requested} rounds`,
    ...(status === 'completed' ? [] : [status]),
    ...(note === '' ? [] : [cleanText(note)]),
  ]
  return parts.join(' · ')
}
