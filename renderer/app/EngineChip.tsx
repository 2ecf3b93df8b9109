import { Button, Group, Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import { detectEngines, type EngineView } from '../store/engines.ts'
import { CopyCommand } from '../ui/CopyCommand.tsx'
import { describeEngine } from '../ui/describeEngine.ts'
import { Facts } from '../ui/Facts.tsx'
import { StateDot } from '../ui/StateDot.tsx'
import { TechnologyMark } from '../ui/TechnologyMark.tsx'
import { technologyFacts } from '../ui/technologies.ts'
import { Unseen } from '../ui/Unseen.tsx'
import classes from './App.module.css'

/** One engine's state, and behind it what the engine is for and what to do when it is not there. */
export function EngineChip({ view }: { readonly view: EngineView }) {
  const { title } = technologyFacts[view.technology]
  const says = describeEngine(view)
  return (
    <Popover width={400} position="bottom-start" withArrow trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.chip}>
          <StateDot state={view.state} />
          <span>
            {title} <ChipState view={view} />
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={`${title}: ${says}`}>
        <EngineCard view={view} />
      </Popover.Dropdown>
    </Popover>
  )
}

function EngineCard({ view }: { readonly view: EngineView }) {
  const { title, purpose } = technologyFacts[view.technology]
  return (
    <Stack gap={10}>
      <Group gap={8}>
        <TechnologyMark technology={view.technology} />
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {describeEngine(view)}
        </Text>
      </Group>
      <Text size="sm">{purpose}</Text>
      {view.state === 'ready' && <Facts facts={{ version: view.version, ...view.facts }} />}
      {'why' in view && <Text size="sm">{view.why}</Text>}
      {'remedy' in view && (
        <div>
          <Text size="sm" mb={6}>
            {view.remedy.text}
          </Text>
          {view.remedy.command && <CopyCommand command={view.remedy.command} />}
        </div>
      )}
      <Button
        size="xs"
        variant="default"
        loading={view.state === 'checking'}
        onClick={() => void detectEngines([view.technology])}
      >
        Check again
      </Button>
    </Stack>
  )
}

/** `20.10.24` of `20.10.24+dfsg1`: the rest stands in the card. */
function shortenVersion(version: string): string {
  return /^\d+(\.\d+)*/.exec(version)?.[0] ?? version
}

/** That a machine is emulated does not wait for the card. */
function isEmulated({ facts }: Extract<EngineView, { state: 'ready' }>): boolean {
  return facts.accelerator?.startsWith('TCG') === true
}

/**
 * Six engines have one or two lines of chips: in a narrow window the mark before the name alone shows the state, by its shape.
 * What needs no attention is told by the dot: with its words the chips would need a second line while the engines answer, and
 * the page would move under the pointer.
 */
function ChipState({ view }: { readonly view: EngineView }) {
  if (view.state === 'ready') {
    return (
      <>
        <Unseen when="narrow">{shortenVersion(view.version)}</Unseen>
        {isEmulated(view) && ' · TCG'}
        <Unseen>: ready</Unseen>
      </>
    )
  }
  const says = describeEngine(view)
  const isQuiet = view.state === 'checking' || view.state === 'missing'
  return <Unseen when={isQuiet ? 'always' : 'narrow'}>{says}</Unseen>
}
