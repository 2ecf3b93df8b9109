import { Textarea, TextInput } from '@mantine/core'
import classes from '../docker.module.css'
import type { CommitDraft } from './commitDraft.ts'

type ConfigField =
  | 'command'
  | 'entrypoint'
  | 'environment'
  | 'ports'
  | 'labels'
  | 'user'
  | 'volumes'
  | 'workingDirectory'

interface ConfigFieldsProps {
  readonly form: {
    readonly draft: CommitDraft
    readonly change: (part: Partial<CommitDraft>) => void
    readonly leave: (name: ConfigField) => void
    readonly errorOf: (name: ConfigField) => string | undefined
  }
}

/** What the image says otherwise than the container; folded, as it is seldom needed. */
export function ConfigFields({ form: { draft, change, leave, errorOf } }: ConfigFieldsProps) {
  const field = (name: ConfigField) => ({
    value: draft[name],
    error: errorOf(name),
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    onBlur: () => leave(name),
  })
  const lines = { rows: 2, spellCheck: false } as const
  return (
    <details>
      <summary className={classes.summary}>Settings of the image</summary>
      <div className={classes.form}>
        <TextInput
          label="Command"
          description="What is left empty stays as the container has it. Quotes hold words together; nothing is expanded."
          placeholder={'sh -c "echo ready"'}
          spellCheck={false}
          {...field('command')}
        />
        <TextInput label="Entry point" spellCheck={false} {...field('entrypoint')} />
        <Textarea label="Environment" placeholder="NAME=VALUE" {...lines} {...field('environment')} />
        <Textarea label="Labels" placeholder="NAME=VALUE" {...lines} {...field('labels')} />
        <Textarea label="Exposed ports" placeholder="80" {...lines} {...field('ports')} />
        <Textarea label="Volumes" placeholder="/var/lib/data" {...lines} {...field('volumes')} />
        <TextInput label="User" {...field('user')} />
        <TextInput label="Working folder" placeholder="/srv" {...field('workingDirectory')} />
      </div>
    </details>
  )
}
