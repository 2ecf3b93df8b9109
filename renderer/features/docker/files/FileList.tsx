import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { LayerFile } from '../../../../main/contract/image.ts'
import { formatQuantity } from '../../../../main/model/format.ts'
import { changeWords, describeCounts, hasInside } from './describeChanges.ts'
import classes from './files.module.css'

interface FileListProps {
  /** The largest first. */
  readonly files: readonly LayerFile[]
  /** In which they stand; empty for the root. */
  readonly folder: string
  /** What is in a folder: asked for when it is opened. */
  readonly renderFolder: (folder: string) => ReactNode
}

/** As many as are put on the page at once. */
const shownAtFirst = 100

/** What was added, changed and removed in one folder, each with its size. */
export function FileList({ files, folder, renderFolder }: FileListProps) {
  const [shown, setShown] = useState(shownAtFirst)
  return (
    <>
      <ul className={classes.files} aria-label={folder === '' ? 'Changed files' : `Changed in ${folder}`}>
        {files.slice(0, shown).map((file) => (
          <FileLine
            key={file.name}
            file={file}
            path={folder === '' ? file.name : `${folder}/${file.name}`}
            renderFolder={renderFolder}
          />
        ))}
      </ul>
      {files.length > shown && (
        <Button size="compact-xs" variant="subtle" onClick={() => setShown(shown * 10)}>
          {files.length - shown} smaller ones
        </Button>
      )}
    </>
  )
}

interface FileLineProps extends Pick<FileListProps, 'renderFolder'> {
  readonly file: LayerFile
  readonly path: string
}

function FileLine({ file, path, renderFolder }: FileLineProps) {
  const [isOpen, setOpen] = useState(false)
  const { name, kind, change, bytes, counts } = file
  const isFolder = hasInside(file)
  const text = (
    <>
      <span className={classes.name}>
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
        <span className={classes.size}>{change === 'removed' ? '–' : formatQuantity(bytes, 'bytes')}</span>
      </div>
      {isOpen && renderFolder(path)}
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
