import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { ContainerChanges } from '../../../../main/contract/containerChanges.ts'
import type { LayerFile } from '../../../../main/contract/image.ts'
import { formatQuantity } from '../../../../main/model/format.ts'
import { client } from '../../../client.ts'
import { useAnswer } from '../../../store/useAnswer.ts'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import classes from './changes.module.css'
import { changeWords, describeCounts } from './describeChanges.ts'

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
      <Entries id={id} folder={folder} files={files} />
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

/** As many as are put on the page at once. */
const shownAtFirst = 200

function Entries({ id, folder, files }: Omit<FolderProps, 'onReadAgain'> & { readonly files: readonly LayerFile[] }) {
  const [shown, setShown] = useState(shownAtFirst)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (name: string) =>
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(name)) next.add(name)
      return next
    })
  return (
    <ul className={classes.entries} aria-label={folder === '' ? 'Changed files' : `Changed in ${folder}`}>
      {files.slice(0, shown).map((file) => {
        const path = folder === '' ? file.name : `${folder}/${file.name}`
        return (
          <li key={file.name}>
            <div className={classes.entry}>
              <Mark file={file} />
              {file.kind === 'folder' ? (
                <button
                  type="button"
                  className={classes.folder}
                  aria-expanded={open.has(file.name)}
                  onClick={() => toggle(file.name)}
                >
                  {open.has(file.name) ? '▾' : '▸'} {file.name}/
                </button>
              ) : (
                <span className={classes.name}>{file.name}</span>
              )}
              <span className={classes.below}>{file.kind === 'folder' && describeCounts(file.counts)}</span>
              <span className={classes.bytes}>
                {file.change === 'removed' ? '–' : formatQuantity(file.bytes, 'bytes')}
              </span>
            </div>
            {open.has(file.name) && <Folder id={id} folder={path} />}
          </li>
        )
      })}
      {files.length > shown && (
        <li>
          <Button size="compact-xs" variant="default" onClick={() => setShown((before) => before + shownAtFirst)}>
            {files.length - shown} more
          </Button>
        </li>
      )}
    </ul>
  )
}

function Mark({ file: { change } }: { readonly file: LayerFile }) {
  return (
    <span className={classes.mark} data-change={change ?? 'none'}>
      {change === null ? '' : changeWords[change]}
    </span>
  )
}
