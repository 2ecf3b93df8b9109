import { Button, Group, Text, Title } from '@mantine/core'
import { useConnection } from '../../store/connection.ts'
import type { EngineView } from '../../store/engines.ts'
import { testEngine, useEngineTests } from '../../store/engineTests.ts'
import { describeEngine } from '../../ui/describeEngine.ts'
import { Facts } from '../../ui/Facts.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import panels from '../../ui/panels.module.css'
import { StateDot } from '../../ui/StateDot.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { ContextChoice } from './ContextChoice.tsx'
import { checkAgain } from './checkAgain.ts'
import classes from './engines.module.css'
import { TestOutcome } from './TestOutcome.tsx'

interface EnginePanelProps {
  readonly view: EngineView
  /** What a test of it starts; undefined where it takes no part in comparisons. */
  readonly contender: { readonly title: string } | undefined
}

export function EnginePanel({ view, contender }: EnginePanelProps) {
  const { title, purpose } = technologyFacts[view.technology]
  const test = useEngineTests((tests) => tests[view.technology])
  const isOpen = useConnection(({ state }) => state === 'open')
  return (
    <Panel label={title}>
      <div className={panels.head}>
        <Title order={2} className={panels.name}>
          <TechnologyMark technology={view.technology} />
          {title}
        </Title>
        <span className={panels.state}>
          <StateDot state={view.state} />
          {describeEngine(view)}
        </span>
        <Group gap={8}>
          <Button
            size="xs"
            variant="default"
            aria-label={`Check again: ${title}`}
            loading={view.state === 'checking' && isOpen}
            disabled={!isOpen}
            onClick={() => checkAgain([view.technology])}
          >
            Check again
          </Button>
          {contender && (
            <Button
              size="xs"
              variant="default"
              aria-label={`Test it: ${title}`}
              disabled={!isOpen || test?.state === 'running'}
              onClick={() => void testEngine(view.technology)}
            >
              Test it
            </Button>
          )}
        </Group>
      </div>
      <Text size="sm" mb={6}>
        {purpose}
      </Text>
      {view.state === 'ready' && (
        <div className={classes.facts}>
          <Facts facts={{ version: view.version, ...view.facts }} />
        </div>
      )}
      {'why' in view && <Text size="sm">{view.why}</Text>}
      {'remedy' in view && <RemedyText remedy={view.remedy} />}
      {view.technology === 'docker' && <ContextChoice />}
      {!contender && view.state === 'ready' && (
        <Text size="sm" c="dimmed" mt={6}>
          It takes no part in comparisons yet, so there is nothing to start here; what exists of it is listed.
        </Text>
      )}
      {test && (
        <TestOutcome title={title} contender={contender?.title ?? title} test={test} hasRemedy={!('remedy' in view)} />
      )}
    </Panel>
  )
}
