import classes from './ui.module.css'

interface QuantityProps {
  /** With its unit. */
  readonly value: string
  readonly interval: string | null
}

/** A figure large, its interval small behind it, or beneath where there is no room. */
export function Quantity({ value, interval }: QuantityProps) {
  return (
    <>
      <span className={classes.quantity}>{value}</span>
      {interval !== null && (
        <>
          {' '}
          <span className={classes.interval}>{interval}</span>
        </>
      )}
    </>
  )
}
