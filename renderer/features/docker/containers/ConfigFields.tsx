import { Textarea, TextInput } from '@mantine/core'
import { describeField } from '../../instances/describeField.ts'
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
  readonly form: Parameters<typeof describeField<CommitDraft>>[0]
}

/** What the image says otherwise than the container; folded, as it is seldom needed. */
export function ConfigFields({ form }: ConfigFieldsProps) {
  const field = (name: ConfigField) => describeField<CommitDraft>(form, name)
  return (
    <details>
      <summary className={classes.summary}>Settings of the image</summary>
      <div className={classes.form}>
        <TextInput
          label="Command"
          description="What is left empty stays as the container has it. Quotes hold words together; nothing is expanded."
          placeholder={'sh -c "echo ready"'}
          {...field('command')}
        />
        <TextInput label="Entry point" {...field('entrypoint')} />
        <Textarea label="Environment" placeholder="NAME=VALUE" rows={2} {...field('environment')} />
        <Textarea label="Labels" placeholder="NAME=VALUE" rows={2} {...field('labels')} />
        <Textarea label="Exposed ports" placeholder="80" rows={2} {...field('ports')} />
        <Textarea label="Volumes" placeholder="/var/lib/data" rows={2} {...field('volumes')} />
        <TextInput label="User" {...field('user')} />
        <TextInput label="Working folder" placeholder="/srv" {...field('workingDirectory')} />
      </div>
    </details>
  )
}
