import { Button, Group, Loader, Text, Title } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { PackageRequest } from '../../../main/contract/environment.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import shared from '../instances/instances.module.css'
import { useWork } from '../instances/useWork.ts'
import { WorkView } from '../instances/WorkView.tsx'
import { canChangePackages, describeEnvironment } from './describeEnvironment.ts'
import { InstallForm } from './InstallForm.tsx'
import { PackageTable } from './PackageTable.tsx'
import { describeChanges } from './packageView.ts'

/** What is installed in it, and what can be done about that. */
export function PackagesSection({ instance }: { readonly instance: ListedInstance }) {
  const { id, technology, name } = instance
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a change, and when it is asked for, it is read anew
  const ask = useCallback((signal: AbortSignal) => client.environments.packages({ id }, { signal }), [id, attempt])
  const answer = useAnswer(ask)
  const { work, start } = useWork()
  const [says, setSays] = useState<string | null>(null)
  const isBusy = work?.state === 'running'
  const change = async (request: PackageRequest) => {
    setSays(null)
    const done = await start({ technology, action: request.action, name, instance: id }, () =>
      client.environments.change(request),
    )
    if (done) setSays(describeChanges(done.changes) ?? 'Nothing had to be changed.')
    setAttempt((before) => before + 1)
    return done !== null
  }
  const isOurs = canChangePackages(instance) && !instance.stale
  return (
    <section className={shared.details} aria-label="Packages">
      <Group justify="space-between" mb={8}>
        <Title order={2}>Packages</Title>
        <Button
          size="compact-xs"
          variant="default"
          disabled={answer.state === 'asking'}
          onClick={() => setAttempt(attempt + 1)}
        >
          Read packages again
        </Button>
      </Group>
      {work && <WorkView work={work} />}
      {says && (
        <Text size="sm" mb={8} role="status" className={shared.anywhere}>
          {says}
        </Text>
      )}
      {isOurs && (
        <div hidden={isBusy}>
          <InstallForm instance={instance} onSend={change} />
        </div>
      )}
      {answer.state === 'asking' && !isBusy && (
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> Reading what is installed…
        </Text>
      )}
      {answer.state === 'failed' && <ProblemNotice title="They could not be read" problem={answer.problem} />}
      {answer.state === 'there' && (
        <PackageTable
          packages={answer.value.packages}
          onUninstall={isOurs && !isBusy ? (packages) => void change({ id, action: 'uninstall', packages }) : null}
          onUpdate={
            isOurs && !isBusy ? (packages) => void change({ id, action: 'update', packages, channels: [] }) : null
          }
        />
      )}
      {!canChangePackages(instance) && (
        <Text component="div" size="sm" mt={10}>
          Isoscope only looks at environments of Python that it has not made. Its own pip changes it:
          <CopyCommand command={`${describeEnvironment(instance).folder}/bin/python -m pip install PACKAGE`} />
        </Text>
      )}
    </section>
  )
}
