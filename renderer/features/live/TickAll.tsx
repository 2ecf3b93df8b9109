import { useEffect, useRef } from 'react'
import { tickAll, useInstanceView } from '../instances/instanceView.ts'
import classes from './live.module.css'

interface TickAllProps {
  readonly ids: readonly string[]
  readonly label: string
  readonly tabIndex?: number
}

/** A box for all of them: half ticked while some are. */
export function TickAll({ ids, label, tabIndex }: TickAllProps) {
  const ticked = useInstanceView((state) => ids.reduce((count, id) => count + (state.ticked.has(id) ? 1 : 0), 0))
  const box = useRef<HTMLInputElement>(null)
  const isPartial = ticked > 0 && ticked < ids.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPartial
  }, [isPartial])
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes.tick}
      aria-label={label}
      tabIndex={tabIndex}
      checked={ids.length > 0 && ticked === ids.length}
      disabled={ids.length === 0}
      onChange={(event) => tickAll(ids, event.currentTarget.checked)}
    />
  )
}
