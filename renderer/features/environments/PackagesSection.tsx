import { Button, Group, Loader, Text, Title } from '@mantine/core'
import { useCallback, useRef, useState } from 'react'
import type { Package, PackageChanges, PackageRequest } from '../../../main/contract/environment.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { quoteCommand } from '../../../main/model/quoteCommand.ts'
import { client } from '../../client.ts'
import { useLastEnd } from '../../store/activities.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import shared from '../instances/instances.module.css'
import { useWork } from '../instances/useWork.ts'
import { WorkView } from '../instances/WorkView.tsx'
import { canChangePackages, describeEnvironment } from './describeEnvironment.ts'
import { InstallForm } from './InstallForm.tsx'
import { noChoice, PackageTable } from './PackageTable.tsx'
import { describeChanges } from './packageView.ts'
import { UpdateFromFile } from './UpdateFromFile.tsx'

/** What is installed in it, and what can be done about that. */
export function PackagesSection({ instance }: { readonly instance: ListedInstance }) {
  const { id, technology, name } = instance
  const [attempt, setAttempt] = useState(0)
  const lastEnd = useLastEnd(id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a change, and when it is asked for, it is read anew
  const ask = useCallback(
    (signal: AbortSignal) => client.environments.packages({ id }, { signal }),
    [id, attempt, lastEnd],
  )
  const answer = useAnswer(ask)
  const [choice, setChoice] = useState(noChoice)
  /** While it is read anew, that of before. */
  const packages = useRef<readonly Package[] | null>(null)
  if (answer.state !== 'asking') packages.current = answer.state === 'there' ? answer.value.packages : null
  const { work, start } = useWork()
  const [says, setSays] = useState<string | null>(null)
  const [asksForFile, setAsksForFile] = useState(false)
  const tell = (changes: PackageChanges) => setSays(describeChanges(changes) ?? 'Nothing had to be changed.')
  const askForFile = () => {
    setSays(null)
    setAsksForFile(true)
  }
  const isBusy = work?.state === 'running'
  const change = async (request: PackageRequest) => {
    setSays(null)
    const done = await start({ technology, action: request.action, name }, (ticket) =>
      client.environments.change({ ...request, ticket }),
    )
    if (!done) return false
    tell(done.changes)
    if (request.action !== 'install') setChoice((before) => ({ ...before, ticked: noChoice.ticked }))
    return true
  }
  const python = `${describeEnvironment(instance).folder}/bin/python`
  const isOurs = canChangePackages(instance) && !instance.stale
  return (
    <section className={shared.details} aria-label="Packages">
      <Group justify="space-between" mb={8}>
        <Title order={2}>Packages</Title>
        <Group gap={6}>
          {isOurs && (
            <Button size="compact-xs" variant="default" disabled={isBusy} onClick={askForFile}>
              Update from a file…
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            disabled={answer.state === 'asking'}
            onClick={() => setAttempt(attempt + 1)}
          >
            Read packages again
          </Button>
        </Group>
      </Group>
      {asksForFile && <UpdateFromFile instance={instance} onDone={tell} onClose={() => setAsksForFile(false)} />}
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
      {answer.state === 'asking' && packages.current === null && !isBusy && (
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> Reading what is installed…
        </Text>
      )}
      {answer.state === 'failed' && <ProblemNotice title="They could not be read" problem={answer.problem} />}
      {packages.current && (
        <PackageTable
          packages={packages.current}
          choice={choice}
          onChoose={setChoice}
          onUninstall={isOurs && !isBusy ? (packages) => void change({ id, action: 'uninstall', packages }) : null}
          onUpdate={
            isOurs && !isBusy ? (packages) => void change({ id, action: 'update', packages, channels: [] }) : null
          }
        />
      )}
      {!canChangePackages(instance) && (
        <Text component="div" size="sm" mt={10}>
          Isoscope only looks at environments of Python that it has not made. Its own pip changes it:
          <CopyCommand command={quoteCommand([python, '-m', 'pip', 'install', 'PACKAGE'])} />
        </Text>
      )}
    </section>
  )
}
