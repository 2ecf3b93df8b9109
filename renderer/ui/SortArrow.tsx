import classes from './grid.module.css'

/** In the head of a column, by which the rows are sorted. */
export function SortArrow({ sorted }: { readonly sorted: false | 'asc' | 'desc' }) {
  if (!sorted) return null
  return (
    <svg className={classes.arrow} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <path d={sorted === 'asc' ? 'M4 1 7.5 7h-7z' : 'M4 7 .5 1h7z'} fill="currentColor" />
    </svg>
  )
}
