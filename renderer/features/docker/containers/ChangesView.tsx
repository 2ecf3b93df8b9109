import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { ContainerChanges } from '../../../../main/contract/containerChanges.ts'
import { formatQuantity } from '../../../../main/model/format.ts'
import { client } from '../../../client.ts'
import { useAnswer } from '../../../store/useAnswer.ts'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { describeCounts } from '../files/describeChanges.ts'
import { FileList } from '../files/FileList.tsx'

interface ChangesViewProps {
  /** Of the container. */
  readonly id: string
}

/** What a container has added, changed and removed since its image; a folder is read when it is opened. */
export function ChangesView({ id }: ChangesViewProps) {
  const [reading, setReading] = useState(0)
  return (
    <section aria-label="Changes since its image">
      <Folder key={reading} id={id} folder="" onReadAgain={() => setReading((before) => before + 1)} />
    </section>
  )
}

interface FolderProps {
  readonly id: string
  /** Empty: the root. */
  readonly folder: string
  readonly onReadAgain?: () => void
}

function Folder({ id, folder, onReadAgain }: FolderProps) {
  const ask = useCallback((signal: AbortSignal) => client.containers.changes({ id, folder }, { signal }), [id, folder])
  const answer = useAnswer(ask)
  if (answer.state === 'asking') return <Loader size={16} aria-label="Reading changes" />
  if (answer.state === 'failed') {
    return (
      <ProblemNotice title="The changes could not be read" problem={answer.problem}>
        <Button size="compact-sm" variant="default" mt={6} onClick={answer.askAgain}>
          Ask again
        </Button>
      </ProblemNotice>
    )
  }
  const { files } = answer.value
  return (
    <>
      {onReadAgain && <Summary changes={answer.value} onReadAgain={onReadAgain} />}
      <FileList files={files} folder={folder} renderFolder={(inner) => <Folder id={id} folder={inner} />} />
    </>
  )
}

function Summary({ changes, onReadAgain }: { readonly changes: ContainerChanges; readonly onReadAgain: () => void }) {
  const { counts, bytes, untold } = changes
  return (
    <>
      <Group justify="space-between" gap={8} mb={8}>
        <Text size="sm" role="status">
          {describeCounts(counts)}
          {bytes > 0 && `; ${formatQuantity(bytes, 'bytes')}`}
        </Text>
        <Button size="compact-xs" variant="default" onClick={onReadAgain}>
          Read again
        </Button>
      </Group>
      {untold > 0 && (
        <Alert mb={8} p={8}>
          The engine did not tell the size of {untold} of the files; they are counted as nothing.
        </Alert>
      )}
    </>
  )
}
