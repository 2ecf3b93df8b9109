import { Button } from '@mantine/core'
import type { Activity } from '../../../main/contract/activity.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import { useActivities } from '../../store/activities.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { findLastFailures, putAway, usePutAway } from './lastFailures.ts'

const none: readonly Activity[] = []
/** The activities have all. */
const mostShown = 3

/** Why the last thing that was asked of an instance did not work, with the engine's own last lines: until it is put away. */
export function LastFailures({ technologies }: { readonly technologies: readonly Technology[] }) {
  const list = useActivities((state) => state.list) ?? none
  const away = usePutAway(({ ids }) => ids)
  const failures = findLastFailures(list, technologies).filter(({ id }) => !away.has(id))
  return failures.slice(0, mostShown).map(({ id, title, error }) => (
    <ProblemNotice
      key={id}
      title={`${keepApart(title)}: failed`}
      problem={error ?? { message: 'It does not say why.' }}
    >
      <Button size="compact-sm" variant="default" mt={6} aria-label={`Put away: ${title}`} onClick={() => putAway(id)}>
        Put away
      </Button>
    </ProblemNotice>
  ))
}
