import type { SampleRate } from '../../contract/live.ts'

/** Who looks. The quickest of them decides how often there is something to see; null is nobody. */
export interface Lookers {
  readonly rate: SampleRate | null
  /** One more; what it returns takes that one away, once. */
  look(rate: SampleRate): () => void
}

export function createLookers(onChange: (rate: SampleRate | null) => void): Lookers {
  const count = { full: 0, slow: 0 }
  let rate: SampleRate | null = null
  const update = () => {
    const next = count.full > 0 ? 'full' : count.slow > 0 ? 'slow' : null
    if (next === rate) return
    rate = next
    onChange(rate)
  }
  return {
    get rate() {
      return rate
    },
    look: (wanted) => {
      let looks = true
      count[wanted]++
      update()
      return () => {
        if (!looks) return
        looks = false
        count[wanted]--
        update()
      }
    },
  }
}
