import { formatQuantity } from '../../main/model/format.ts'
import type { Outcome } from '../store/activities.ts'
import { actionWords } from '../ui/actionWords.ts'
import { keepApart } from '../ui/keepApart.ts'

/** How an order has ended, in one line: `Removed web, 1.20 MiB returned`, `Stopped 2 of 3`, `web could not be stopped`. */
export function describeOutcome({ action, names, done, cancelled, freedBytes }: Outcome): string {
  const { verb, past } = actionWords[action]
  const first = keepApart(names[0] ?? '')
  const freed = freedBytes === null ? '' : `, ${formatQuantity(freedBytes, 'bytes')} returned`
  if (names.length === 1) {
    if (done === 1) return `${capitalise(past)} ${first}${freed}`
    return cancelled === 1 ? `${verb} ${first}: cancelled` : `${first} could not be ${past}`
  }
  const count = done === names.length ? `all ${done}` : `${done} of ${names.length}`
  const rest = cancelled === 0 ? '' : `, ${cancelled} cancelled`
  return `${capitalise(past)} ${count}${freed}${rest}`
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
