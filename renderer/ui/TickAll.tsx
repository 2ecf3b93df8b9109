import { useEffect, useRef } from 'react'
import classes from './grid.module.css'

interface TickAllProps {
  readonly count: number
  /** How many of them are ticked. */
  readonly ticked: number
  readonly label: string
  readonly tabIndex?: number | undefined
  readonly onTick: (taken: boolean) => void
}

/** A box for all of them: half ticked while some are. */
export function TickAll({ count, ticked, label, tabIndex, onTick }: TickAllProps) {
  const box = useRef<HTMLInputElement>(null)
  const isPartial = ticked > 0 && ticked < count
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
      checked={count > 0 && ticked === count}
      disabled={count === 0}
      onChange={(event) => onTick(event.currentTarget.checked)}
    />
  )
}
