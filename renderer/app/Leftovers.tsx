import { Tooltip, UnstyledButton } from '@mantine/core'
import { useApp } from '../store/app.ts'
import { sweepLeftovers, useLeftovers } from '../store/leftovers.ts'
import classes from './App.module.css'

const howKnown =
  'By the ledger: what Isoscope makes is written down before it exists and crossed out after it is gone. Counted is what processes that no longer live have not crossed out.'

/** Whether something of ours is still there that should not be, and the button that removes it. */
export function Leftovers() {
  const count = useApp(({ cost }) => cost?.leftBehind)
  const isSweeping = useLeftovers((state) => state.isSweeping)
  if (count === undefined) return null
  if (isSweeping) return <span role="status">cleaning up…</span>
  return (
    <Tooltip label={howKnown} multiline w={320} events={{ hover: true, focus: true, touch: true }}>
      {count ? (
        <UnstyledButton className={classes.leftovers} onClick={() => void sweepLeftovers()}>
          {count === 1 ? '1 thing' : `${count} things`} left behind: clean up
        </UnstyledButton>
      ) : (
        <span className={classes.unbroken}>
          {count === null ? 'left behind: – (the ledger cannot be read)' : 'nothing left behind ✓'}
        </span>
      )}
    </Tooltip>
  )
}
