import classes from './ui.module.css'

/** Filled, hollow, half or a triangle: a state is never told by colour alone. */
const shapes = {
  checking: { path: 'M5 1.2a3.8 3.8 0 1 1-3.8 3.8', fill: 'none' },
  ready: { path: 'M5 1.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z', fill: 'currentColor' },
  missing: { path: 'M5 1.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z', fill: 'none' },
  broken: { path: 'M5 .8 9.4 9H.6z', fill: 'currentColor' },
  unknown: { path: 'M1.5 5h7', fill: 'none' },
} as const

export function StateDot({ state }: { readonly state: keyof typeof shapes }) {
  const { path, fill } = shapes[state]
  return (
    <svg className={classes.dot} data-state={state} width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d={path} fill={fill} stroke="currentColor" strokeWidth="1.2" />
    </svg>
  )
}
