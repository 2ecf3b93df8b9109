import { Button, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { LayerFile } from '../../../main/contract/image.ts'
import { client } from '../../client.ts'
import { formatBytes } from '../instances/describeUse.ts'
import { changeWords, describeCounts, hasInside } from './fileView.ts'
import classes from './layers.module.css'
import { ReadingView } from './ReadingView.tsx'
import { useReading } from './useReading.ts'

interface LayerFilesProps {
  readonly image: string
  readonly layer: number
}

/** What a layer has added, changed and removed, folder by folder. The first look at an image reads all of it. */
export function LayerFiles({ image, layer }: LayerFilesProps) {
  return (
    <section aria-label="Files of the layer">
      <Folder image={image} layer={layer} folder="" />
    </section>
  )
}

/** Of a folder with thousands the largest are shown first, the rest when it is asked for. */
const shownFiles = 100

function Folder({ image, layer, folder }: LayerFilesProps & { readonly folder: string }) {
  const ask = useCallback(
    (ticket: string) => client.images.files({ id: image, layer, folder, ticket }),
    [image, layer, folder],
  )
  const reading = useReading(ask)
  const [isWhole, setWhole] = useState(false)
  if (reading.state !== 'there') return <ReadingView reading={reading} what="the files of the layer" />
  const { files, counts } = reading.value
  const shown = isWhole ? files : files.slice(0, shownFiles)
  return (
    <>
      {folder === '' && (
        <Text size="xs" c="dimmed" mb={2}>
          {files.length === 0 ? 'It holds no files.' : describeCounts(counts)}
        </Text>
      )}
      <ul className={classes.files}>
        {shown.map((file) => (
          <FileLine key={file.name} file={file} image={image} layer={layer} folder={folder} />
        ))}
      </ul>
      {files.length > shown.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {files.length - shown.length} smaller ones
        </Button>
      )}
    </>
  )
}

interface FileLineProps extends LayerFilesProps {
  readonly file: LayerFile
  /** In which it stands. */
  readonly folder: string
}

function FileLine({ file, image, layer, folder }: FileLineProps) {
  const [isOpen, setOpen] = useState(false)
  const { name, kind, change, bytes, counts } = file
  const isFolder = hasInside(file)
  const text = (
    <>
      <span className={classes.fileName}>
        {name}
        {kind === 'folder' && '/'}
      </span>
      <span className={classes.note}>{isFolder ? describeCounts(counts) : kind === 'link' && 'link'}</span>
    </>
  )
  return (
    <li>
      <div className={classes.file} data-change={change ?? undefined}>
        {isFolder ? (
          <button type="button" className={classes.folder} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Chevron isOpen={isOpen} />
            {text}
          </button>
        ) : (
          <span className={classes.leaf}>{text}</span>
        )}
        <span className={classes.change}>{change === null ? '' : changeWords[change]}</span>
        <span className={classes.fileSize}>{change === 'removed' ? '–' : formatBytes(bytes)}</span>
      </div>
      {isOpen && <Folder image={image} layer={layer} folder={folder === '' ? name : `${folder}/${name}`} />}
    </li>
  )
}

function Chevron({ isOpen }: { readonly isOpen: boolean }) {
  return (
    <svg
      className={classes.chevron}
      data-open={isOpen || undefined}
      width="10"
      height="10"
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      <path d="M3 1.5 6.8 5 3 8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}
