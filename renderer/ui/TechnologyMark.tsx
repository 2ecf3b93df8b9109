import type { Technology } from './technologies.ts'
import classes from './ui.module.css'

/** A shape of its own beside the colour, so that it reads in greyscale too. In a box of 10 by 10. */
const shapes: Readonly<Record<Technology, string>> = {
  host: 'M1 1h8v8H1z',
  venv: 'M5 .5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z',
  conda: 'M5 .8 9.6 9.2H.4z',
  docker: 'M.5 2.5h9v5h-9z',
  qemu: 'M5 .2 9.8 5 5 9.8.2 5z',
  virtualbox: 'M2.6.6h4.8L9.8 5 7.4 9.4H2.6L.2 5z',
  jupyterhub: 'M3.4.5h3.2v2.9h2.9v3.2H6.6v2.9H3.4V6.6H.5V3.4h2.9z',
}

interface TechnologyMarkProps {
  readonly technology: Technology | undefined
  /** For those who do not see it; left out where the name stands beside it. */
  readonly label?: string
}

export function TechnologyMark({ technology, label }: TechnologyMarkProps) {
  const shape = (
    <path d={technology ? shapes[technology] : 'M1 5h8'} fill="currentColor" stroke="currentColor" strokeWidth="0.5" />
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
