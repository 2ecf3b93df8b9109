import { Button, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ImageDiff } from '../../../main/contract/image.ts'
import { changeWords, describeCounts } from '../docker/files/describeChanges.ts'
import { dash, formatBytes } from '../instances/describeUse.ts'
import classes from './diff.module.css'
import { describeFileGrowth, searchFiles } from './diffView.ts'

/** The rest stands behind a button. */
const shownFiles = 100

/** The largest first. */
export function ChangedFiles({ files: { counts, changes } }: Pick<ImageDiff, 'files'>) {
  const [search, setSearch] = useState('')
  const [isWhole, setWhole] = useState(false)
  const all = counts.added + counts.changed + counts.attributes + counts.removed
  if (all === 0) return <Text size="sm">Both have the same files.</Text>
  const found = searchFiles(changes, search)
  const shown = isWhole ? found : found.slice(0, shownFiles)
  return (
    <>
      <Text size="sm" c="dimmed" mb={6}>
        {describeCounts(counts)}, from the first to the second
        {all > changes.length && `; the ${changes.length} largest are listed`}.
      </Text>
      <TextInput
        size="xs"
        w={260}
        mb={6}
        type="search"
        placeholder="Search files"
        aria-label="Search files"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <section className={classes.box} tabIndex={0} aria-label="Changed files">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className={classes.word}>
                Change
              </th>
              <th scope="col" className={classes.figure}>
                First
              </th>
              <th scope="col" className={classes.figure}>
                Second
              </th>
              <th scope="col" className={classes.figure}>
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((file) => (
              <tr key={file.path}>
                <th scope="row">{file.path}</th>
                <td className={classes.word} data-change={file.change}>
                  {changeWords[file.change]}
                </td>
                <td className={classes.figure}>{file.before === null ? dash : formatBytes(file.before)}</td>
                <td className={classes.figure}>{file.after === null ? dash : formatBytes(file.after)}</td>
                <td className={classes.figure}>{describeFileGrowth(file)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {found.length === 0 && <Text size="sm">No file that differs is called that.</Text>}
      {found.length > shown.length && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => setWhole(true)}>
          {found.length - shown.length} smaller ones
        </Button>
      )}
    </>
  )
}
