import { Button, TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import type { FileChoice } from '../../../main/contract/fileChoice.ts'
import { client } from '../../client.ts'
import { useCapability } from '../../store/app.ts'
import { toProblem } from '../../store/problem.ts'
import { FileNote } from './FileNote.tsx'
import classes from './form.module.css'

type Field = 'label' | 'aria-label' | 'description' | 'placeholder' | 'required' | 'onBlur' | 'size' | 'flex'

interface PathFieldProps extends Pick<TextInputProps, Field> {
  readonly purpose: FileChoice['purpose']
  readonly filters?: FileChoice['filters']
  readonly value: string
  readonly error?: string | undefined
  readonly onPath: (path: string) => void
  readonly 'data-autofocus'?: boolean
  /** Where several stand together, one says of all what may be opened. */
  readonly hasNote?: boolean
}

/** A file or folder of this machine: typed, and in the desktop also chosen in the system's own dialog, which approves it. */
export function PathField({ purpose, filters = [], value, error, onPath, hasNote = true, ...input }: PathFieldProps) {
  const canChoose = useCapability('files.choose')
  const [problem, setProblem] = useState<string | null>(null)
  const choose = async () => {
    setProblem(null)
    try {
      const { path } = await client.app.chooseFile({ purpose, filters: [...filters] })
      if (path !== null) onPath(path)
    } catch (failure) {
      setProblem(toProblem(failure).message)
    }
  }
  return (
    <div className={classes.path}>
      <TextInput
        {...input}
        spellCheck={false}
        autoComplete="off"
        value={value}
        error={problem ?? error}
        onChange={(event) => onPath(event.currentTarget.value)}
        {...(canChoose && {
          rightSectionWidth: 92,
          rightSection: (
            <Button size="compact-sm" variant="default" onClick={() => void choose()}>
              Choose…
            </Button>
          ),
        })}
      />
      {hasNote && <FileNote />}
    </div>
  )
}
