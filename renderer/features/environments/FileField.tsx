import { Button, FileButton, Group, Text, Textarea } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import type { EnvironmentFile } from '../../../main/contract/environment.ts'
import { findEnvironmentName, readFormat } from '../../../main/model/environmentFile.ts'
import { useCapability } from '../../store/app.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import type { Technology } from '../../ui/technologies.ts'
import { type FileDraft, isFormatOf } from './environmentForm.ts'
import classes from './environments.module.css'

interface FileFieldProps {
  readonly form: {
    readonly draft: FileDraft
    readonly change: (part: Partial<FileDraft>) => void
    readonly leave: (name: 'file') => void
    readonly errorOf: (name: 'file') => string | undefined
  }
  readonly technology: Technology
  /** Of what is made from it, where that has still to be given. */
  readonly name?: { readonly value: string; readonly onTake: (name: string) => void }
}

const formatWords: Readonly<Record<EnvironmentFile['format'], string>> = {
  yml: 'an environment.yml',
  explicit: 'an explicit list of conda’s',
  requirements: 'a requirements.txt',
}

const mostCharacters = 1_000_000

/** A file that says what is in an environment: dropped, chosen or pasted. */
export function FileField({ form: { draft, change, leave, errorOf }, technology, name }: FileFieldProps) {
  const [problem, setProblem] = useState<string | null>(null)
  const allowsCommands = useCapability('run.custom')
  /** What the name was taken to be from the file. */
  const taken = useRef('')
  const takeText = (text: string, fileName: string | null) => {
    const format = readFormat(fileName, text)
    change({ file: text, format })
    // The name is the file's, also while that is being typed, until somebody gives another one.
    const isOpen = name && (name.value === '' || name.value === taken.current)
    const found = isOpen ? findEnvironmentName({ format, text }, fileName) : null
    if (found === null) return
    taken.current = found
    name?.onTake(found)
  }
  const takeFile = async (file: File | null | undefined) => {
    if (!file) return
    const isTooLarge = file.size > mostCharacters
    setProblem(isTooLarge ? `${file.name} is larger than a megabyte: it is no list of packages.` : null)
    if (isTooLarge) return
    takeText(await file.text(), file.name)
    leave('file')
  }
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    void takeFile(file)
  }
  return (
    <div>
      <Textarea
        label="File"
        description={
          technology === 'venv'
            ? 'A requirements.txt: drop it here, choose it, or paste it.'
            : 'An environment.yml or an explicit list: drop it here, choose it, or paste it.'
        }
        rows={8}
        classNames={{ input: classes.file }}
        spellCheck={false}
        value={draft.file}
        error={problem ?? errorOf('file')}
        onChange={(event) => takeText(event.currentTarget.value, null)}
        onBlur={() => leave('file')}
        onDrop={drop}
      />
      <Group gap={10} mt={6}>
        <FileButton onChange={(file) => void takeFile(file)} accept=".yml,.yaml,.txt">
          {(props) => (
            <Button size="compact-sm" variant="default" {...props}>
              Choose a file…
            </Button>
          )}
        </FileButton>
        {draft.file !== '' && (
          <Text size="xs" c="dimmed" role="status">
            This is {formatWords[draft.format]}, {draft.file.trimEnd().split('\n').length} lines.
          </Text>
        )}
      </Group>
      {isFormatOf('yml', technology) && !allowsCommands && (
        <Text component="div" size="sm" mt={8}>
          A file of conda’s may hold commands, and this window may run none. A browser may, once Isoscope was started
          with
          <CopyCommand command="isoscope serve --allow-commands --root DIR" />
        </Text>
      )}
    </div>
  )
}
