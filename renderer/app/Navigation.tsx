import { Text, UnstyledButton } from '@mantine/core'
import type { RunHead } from '../../main/contract/run.ts'
import { formatWhen } from '../../main/model/formatWhen.ts'
import { openPage, pageIds, useNavigation } from '../store/navigation.ts'
import { mostRuns, openRun, useRuns } from '../store/runs.ts'
import { TechnologyMark } from '../ui/TechnologyMark.tsx'
import { findTechnology } from '../ui/technologies.ts'
import classes from './App.module.css'
import { type PageGroup, pages } from './pages.ts'

/** The newest; History has all of them. */
const recentRuns = 8

export function Navigation() {
  const { heads, shown, openingId } = useRuns()
  const page = useNavigation((state) => state.page)
  return (
    <nav className={classes.navigation} aria-label="Pages and runs">
      <PageLinks group="measure" />
      <h2 className={classes.navigationTitle}>Docker</h2>
      <PageLinks group="docker" />
      <h2 className={classes.navigationTitle}>Manage</h2>
      <PageLinks group="manage" />
      <h2 className={classes.navigationTitle}>System</h2>
      <PageLinks group="system" />
      <h2 className={classes.navigationTitle} id="recent-runs">
        Recent runs
      </h2>
      {heads !== null && heads.length === 0 && (
        <Text size="xs" c="dimmed" px={10}>
          None yet. Every run is kept on this machine and listed here.
        </Text>
      )}
      <ul className={classes.runs} aria-labelledby="recent-runs">
        {heads?.slice(0, recentRuns).map((head) => (
          <li key={head.id}>
            <UnstyledButton
              className={classes.run}
              aria-current={(page === 'compare' && (openingId ?? shown?.id) === head.id) || undefined}
              onClick={() => {
                openPage('compare')
                void openRun(head.id)
              }}
            >
              <RunSummary head={head} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {heads !== null && heads.length > 0 && (
        <UnstyledButton className={classes.run} onClick={() => openPage('history')}>
          All runs…
        </UnstyledButton>
      )}
    </nav>
  )
}

function PageLinks({ group }: { readonly group: PageGroup }) {
  const page = useNavigation((state) => state.page)
  const runs = useRuns(({ heads }) => heads?.length ?? null)
  // What is known without asking.
  const counts: Readonly<Record<string, number | null>> = { history: runs }
  const ids = pageIds.filter((id) => pages[id].group === group)
  return ids.map((id) => (
    <UnstyledButton
      key={id}
      className={classes.page}
      aria-current={id === page ? 'page' : undefined}
      onClick={() => openPage(id)}
    >
      {pages[id].title}
      <Count count={counts[id] ?? null} />
    </UnstyledButton>
  ))
}

/** The list of runs is not read beyond its limit: there are at least as many. */
function Count({ count }: { readonly count: number | null }) {
  if (count === null) return null
  return <small>{count >= mostRuns ? `${mostRuns}+` : count}</small>
}

function RunSummary({ head }: { readonly head: RunHead }) {
  return (
    <>
      <span className={classes.runTitle}>
        {formatWhen(head.startedAt)}
        <span className={classes.marks}>
          {head.contenders.map((id) => (
            <TechnologyMark key={id} technology={findTechnology(id)} label={id} />
          ))}
        </span>
      </span>
      <Text size="xs" c="dimmed">
        {head.profile} · {head.rounds.completed} {head.rounds.completed === 1 ? 'round' : 'rounds'}
        {head.status !== 'completed' && <strong> · {head.status === 'running' ? 'not finished' : head.status}</strong>}
      </Text>
    </>
  )
}
