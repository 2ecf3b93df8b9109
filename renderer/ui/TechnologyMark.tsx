import { technologyLooks } from '../../main/model/technologyLook.ts'
import type { Technology } from './technologies.ts'
import classes from './ui.module.css'

interface TechnologyMarkProps {
  readonly technology: Technology | undefined
  /** For those who do not see it; left out where the name stands beside it. */
  readonly label?: string
}

export function TechnologyMark({ technology, label }: TechnologyMarkProps) {
  const shape = (
    <path
      d={technology ? technologyLooks[technology].shape : 'M1 5h8'}
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="0.5"
    />
  )
  const common = { className: classes.mark, 'data-technology': technology, width: 10, height: 10, viewBox: '0 0 10 10' }
  return label === undefined ? (
    <svg {...common} aria-hidden="true">
      {shape}
    </svg>
  ) : (
    <svg {...common} role="img">
      <title>{label}</title>
      {shape}
    </svg>
  )
}
