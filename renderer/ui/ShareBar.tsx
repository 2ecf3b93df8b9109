import type { Technology } from './technologies.ts'
import classes from './ui.module.css'

interface ShareBarProps {
  /** Above 0 up to 1, of the largest beside it. Linear: half as long is half as much. */
  readonly share: number
  readonly technology: Technology
}

/** Says nothing that the figure beside it does not say, and is hidden from a screen reader therefore. */
export function ShareBar({ share, technology }: ShareBarProps) {
  return (
    <svg className={classes.bar} data-technology={technology} width="100%" height="4" aria-hidden="true">
      <rect width="100%" height="4" rx="2" className={classes.barTrack} />
      <rect width={`${Math.max(0.5, share * 100)}%`} height="4" rx="2" fill="currentColor" />
    </svg>
  )
}
