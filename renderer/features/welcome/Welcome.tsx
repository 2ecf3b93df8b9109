import { Button, CloseButton, Group, Text, Title } from '@mantine/core'
import { useActiveRun } from '../../store/activeRun.ts'
import { useApp } from '../../store/app.ts'
import { useConnection } from '../../store/connection.ts'
import { startDraftedRun } from '../../store/draftedRun.ts'
import { openPage } from '../../store/navigation.ts'
import { useRunRequest } from '../../store/runRequest.ts'
import { useRuns } from '../../store/runs.ts'
import { changeSettings, useSettings } from '../../store/settings.ts'
import { useEngineViews } from '../../store/useEngineViews.ts'
import { describeEngine } from '../../ui/describeEngine.ts'
import { StateDot } from '../../ui/StateDot.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { canBeCompared, describeFirstRun } from './describeFirstRun.ts'
import classes from './welcome.module.css'

/** For somebody who has compared nothing yet and has not closed it; what closes it is remembered. */
export function Welcome() {
  const isNew = useSettings(({ settings }) => settings?.welcomed === false)
  const hasNoRuns = useRuns(({ heads }) => heads?.length === 0)
  const isIdle = useActiveRun(({ phase }) => phase === 'idle')
  return isNew && hasNoRuns && isIdle ? <WelcomePanel /> : null
}

function WelcomePanel() {
  const info = useApp((state) => state.info)
  const isOpen = useConnection(({ state }) => state === 'open')
  const taking = new Set(info?.contenders.map(({ technology }) => technology))
  // The host is no engine; what is compared with it is asked about.
  const shown = useEngineViews().filter(({ technology }) => technology !== 'host')
  const partners = shown.filter(({ technology }) => taking.has(technology))
  const canCompare = info === null || canBeCompared(partners)
  const close = () => void changeSettings({ welcomed: true })
  const start = () => {
    useRunRequest.setState({ profile: 'quick', rounds: null, budgetMinutes: null, choices: {} })
    close()
    void startDraftedRun()
  }
  return (
    <section className={classes.welcome} aria-labelledby="welcome">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} id="welcome" className={classes.title}>
          What does isolation cost on this machine?
        </Title>
        <CloseButton aria-label="Close the welcome" onClick={close} />
      </Group>
      <Text size="sm" maw="78ch">
        Isoscope runs the same small program on the bare host and inside each of these, over and over, and shows what
        each adds: time to start, CPU, memory, disk. This is what it has found here:
      </Text>
      <ul className={classes.engines} aria-label="Engines found here">
        {shown.map((view) => (
          <li key={view.technology}>
            <span className={classes.name}>
              <TechnologyMark technology={view.technology} />
              {technologyFacts[view.technology].title}
            </span>
            <span className={classes.state}>
              <StateDot state={view.state} />
              {describeEngine(view)}
            </span>
            <span className={classes.purpose}>{technologyFacts[view.technology].purpose}</span>
          </li>
        ))}
      </ul>
      <Group gap={10} align="center">
        <Button size="sm" disabled={!isOpen || info === null || !canCompare} onClick={start}>
          Run the first comparison
        </Button>
        <Button size="sm" variant={canCompare ? 'default' : 'filled'} onClick={() => openPage('engines')}>
          {shown.some(({ state }) => state === 'missing') ? 'Install what is missing' : 'Look at the engines'}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={8} maw="78ch">
        {canCompare
          ? describeFirstRun(partners)
          : `Nothing here can be compared with the host yet. One of ${partners.map(({ technology }) => technologyFacts[technology].title).join(', ')} is enough to begin; the Engines page says how to get it.`}
      </Text>
    </section>
  )
}
