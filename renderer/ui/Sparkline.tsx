import { memo } from 'react'
import { buildSparkline, chooseTop } from './buildSparkline.ts'
import type { Technology } from './technologies.ts'
import classes from './ui.module.css'

interface SparklineProps {
  readonly technology: Technology
  /** Oldest first; null is a gap. */
  readonly values: readonly (number | null)[]
  /** What the top of the box stands for at least. */
  readonly least: number
  readonly width: number
  readonly height: number
  /** For those who do not see it; left out where the figure beside it says enough. */
  readonly label?: string
}

const padding = 1.5

/** A small line without axes, drawn once per new list of values. */
export const Sparkline = memo(function Sparkline(props: SparklineProps) {
  const { technology, values, least, width, height, label } = props
  const size = { width: width - 2 * padding, height: height - 2 * padding, top: chooseTop(values, least) }
  const line = (
    <path
      d={buildSparkline(values, size)}
      transform={`translate(${padding} ${padding})`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  )
  const common = { className: classes.sparkline, 'data-technology': technology, width, height }
  return label === undefined ? (
    <svg {...common} aria-hidden="true">
      {line}
    </svg>
  ) : (
    <svg {...common} role="img">
      <title>{label}</title>
      {line}
    </svg>
  )
})
