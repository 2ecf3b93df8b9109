import { Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import { useActiveRun } from '../store/activeRun.ts'
import { useActivities, watchActivities } from '../store/activities.ts'
import { useWhileSeen } from '../store/useWhileSeen.ts'
import { LineIcon } from '../ui/LineIcon.tsx'
import classes from './ActivityCentre.module.css'
import { ActivityList } from './ActivityList.tsx'

/** What is going on, from everywhere: what was asked of instances, and the comparison that runs. */
export function ActivityCentre() {
  useWhileSeen(watchActivities)
  const running = useActivities(({ list }) => list?.filter(({ state }) => state === 'running').length ?? 0)
  const isComparing = useActiveRun(({ phase }) => phase !== 'idle')
  const count = running + (isComparing ? 1 : 0)
  return (
    <Popover width={420} position="bottom-end" withArrow trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.button} data-busy={count > 0 || undefined} aria-label={describe(count)}>
          <LineIcon path="M1 8.5h3l2-5.5 3.5 10 2-4.5H15" />
          {count > 0 && <span className={classes.count}>{count}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Activities">
        <Stack gap={8}>
          <Text fw={600}>Activities</Text>
          <ActivityList />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function describe(count: number): string {
  return count === 0 ? 'Activities: none going on' : `Activities: ${count} going on`
}
