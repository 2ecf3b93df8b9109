import { Button, Popover } from '@mantine/core'
import type { Run } from '../../../main/contract/run.ts'
import { Facts } from '../../ui/Facts.tsx'
import classes from './compare.module.css'
import { listRunFacts, summariseRun } from './describeRun.ts'

/** What has to be known of a run at once, and all the rest behind a button. */
export function RunFacts({ run }: { readonly run: Run }) {
  return (
    <div className={classes.facts}>
      <ul>
        {summariseRun(run).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <Popover width={440} position="bottom-start" withArrow trapFocus returnFocus shadow="md">
        <Popover.Target>
          <Button size="compact-xs" variant="default">
            About this run
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="About this run">
          <Facts facts={listRunFacts(run)} />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
