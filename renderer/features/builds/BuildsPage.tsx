import { Button, Group, Loader, Text, Title } from '@mantine/core'
import { useCallback, useState } from 'react'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { BuildDialog } from '../docker/build/BuildDialog.tsx'
import { BuildDetails } from './BuildDetails.tsx'
import { BuildsDiff } from './BuildsDiff.tsx'
import { BuildsTable } from './BuildsTable.tsx'

type Shown =
  | { readonly kind: 'list' }
  | { readonly kind: 'one'; readonly id: string }
  /** The earlier one first. */
  | { readonly kind: 'two'; readonly before: string; readonly after: string }

/** The builds that are kept, one of them in full, or two side by side. */
export function BuildsPage() {
  const [attempt, setAttempt] = useState(0)
  const [isBuilding, setBuilding] = useState(false)
  const [shown, setShown] = useState<Shown>({ kind: 'list' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  const ask = useCallback((signal: AbortSignal) => client.builds.list({ limit: 300 }, { signal }), [attempt])
  const answer = useAnswer(ask)
  const askAgain = () => setAttempt((before) => before + 1)
  const back = () => setShown({ kind: 'list' })
  const builds = answer.state === 'there' ? answer.value.builds : []
  const one = shown.kind === 'one' ? builds.find(({ id }) => id === shown.id) : undefined
  return (
    <>
      <Group gap={10} align="baseline">
        <Title order={1}>Builds</Title>
        <Text size="sm" c="dimmed">
          what each step of a build took, and what came from the cache
        </Text>
        <Button size="xs" ml="auto" onClick={() => setBuilding(true)}>
          Build an image…
        </Button>
      </Group>
      {answer.state === 'asking' && (
        <Text size="sm">
          <Loader size={14} /> Reading the builds…
        </Text>
      )}
      {answer.state === 'failed' && (
        <ProblemNotice title="The builds could not be read" problem={answer.problem}>
          <Button size="compact-sm" variant="default" mt={6} onClick={answer.askAgain}>
            Try again
          </Button>
        </ProblemNotice>
      )}
      {answer.state === 'there' && builds.length === 0 && <NothingYet />}
      {builds.length > 0 && (
        <Panel label="Builds">
          {one ? (
            <BuildDetails
              build={one}
              onClose={back}
              onRemoved={() => {
                back()
                askAgain()
              }}
            />
          ) : shown.kind === 'two' ? (
            <BuildsDiff before={shown.before} after={shown.after} onClose={back} />
          ) : (
            <BuildsTable
              builds={builds}
              onOpen={(id) => setShown({ kind: 'one', id })}
              onCompare={(before, after) => setShown({ kind: 'two', before, after })}
            />
          )}
        </Panel>
      )}
      {isBuilding && <BuildDialog onClose={() => setBuilding(false)} onEnded={askAgain} />}
    </>
  )
}

function NothingYet() {
  return (
    <Panel label="Builds">
      <Title order={2} mb={6}>
        No builds yet
      </Title>
      <Text size="sm" maw="72ch">
        A Dockerfile says in steps how an image is made. Docker keeps what each step gave, and takes it from there as
        long as the step, and everything below it, is the same. Here stands of each build which steps were cached, why
        the first new one was not, and what each took; two builds can be compared. The command line does the same:
        isoscope image build FOLDER.
      </Text>
    </Panel>
  )
}
