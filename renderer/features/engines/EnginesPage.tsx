import { Button, Group, Text, Title } from '@mantine/core'
import { useApp } from '../../store/app.ts'
import { useConnection } from '../../store/connection.ts'
import { useEngineViews } from '../../store/useEngineViews.ts'
import panels from '../../ui/panels.module.css'
import { checkAgain } from './checkAgain.ts'
import { EnginePanel } from './EnginePanel.tsx'
import classes from './engines.module.css'

export function EnginesPage() {
  const shown = useEngineViews()
  const info = useApp((state) => state.info)
  const isOpen = useConnection(({ state }) => state === 'open')
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
      <ul className={`${panels.list} ${classes.engines}`}>
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
