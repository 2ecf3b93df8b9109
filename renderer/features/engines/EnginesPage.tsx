import { Button, Group, Text, Title } from '@mantine/core'
import { useApp } from '../../store/app.ts'
import { useConnection } from '../../store/connection.ts'
import { type EngineView, useEngines } from '../../store/engines.ts'
import { technologyOrder } from '../../ui/technologies.ts'
import { checkAgain } from './checkAgain.ts'
import { EnginePanel } from './EnginePanel.tsx'
import classes from './engines.module.css'

export function EnginesPage() {
  const engines = useEngines((state) => state.engines)
  const info = useApp((state) => state.info)
  const isOpen = useConnection(({ state }) => state === 'open')
  const known = new Set(info?.contenders.map(({ technology }) => technology))
  const shown = technologyOrder.flatMap((technology): EngineView[] => {
    const view = engines[technology] ?? (known.has(technology) ? { state: 'checking', technology } : undefined)
    return view ? [view] : []
  })
  return (
    <>
      <Group justify="space-between" gap={10}>
        <Group gap={10} align="baseline">
          <Title order={1}>Engines</Title>
          <Text size="sm" c="dimmed">
            what this machine has to run things in, and how to get what is not there
          </Text>
        </Group>
        <Button
          size="xs"
          variant="default"
          disabled={!isOpen}
          onClick={() => checkAgain(shown.map(({ technology }) => technology))}
        >
          Check all again
        </Button>
      </Group>
      <ul className={classes.engines}>
        {shown.map((view) => (
          <li key={view.technology}>
            <EnginePanel
              view={view}
              contender={info?.contenders.find(({ technology }) => technology === view.technology)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}
