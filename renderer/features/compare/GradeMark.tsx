import { Tooltip } from '@mantine/core'
import type { CellGrade, FigureGrade } from '../../../main/model/lecture/gradeTableCell.ts'
import classes from './compare.module.css'

/** A grade beside the number it belongs to; where the limits lie, and why, on hover and focus. */
export function GradeMark({ grade }: { readonly grade: CellGrade }) {
  return (
    <Tooltip
      label={grade.figures.map((figure) => <FigureLimits key={figure.title} figure={figure} />)}
      multiline
      w={360}
      events={{ hover: true, focus: true, touch: true }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without focus the limits could be read with a mouse only */}
      <span className={classes.grade} data-step={grade.step} tabIndex={0}>
        {grade.word.toUpperCase()}
      </span>
    </Tooltip>
  )
}

function FigureLimits({ figure }: { readonly figure: FigureGrade }) {
  const { title, text, word, limits } = figure
  return (
    <div className={classes.limits}>
      <strong>
        {title} {text}: {word}
      </strong>
      {limits?.map((limit) => (
        <div key={limit.word} data-own={limit.isOwn || undefined}>
          {limit.isOwn ? '▸ ' : ''}
          {limit.word}: {limit.range}
          {limit.reason !== '' && <span> – {limit.reason}</span>}
        </div>
      ))}
    </div>
  )
}
