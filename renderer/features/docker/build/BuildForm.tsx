import { Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { FormButtons } from '../../instances/FormDialog.tsx'
import { PathField } from '../../instances/PathField.tsx'
import type { useForm } from '../../instances/useForm.ts'
import classes from './build.module.css'
import type { BuildDraft } from './buildDraft.ts'
import { DockerfileField } from './DockerfileField.tsx'

interface BuildFormProps {
  readonly form: ReturnType<typeof useForm<BuildDraft, never>>
  readonly failedLine: number | null
  readonly onCancel: () => void
}

export function BuildForm({ form, failedLine, onCancel }: BuildFormProps) {
  const { draft, change, leave, errorOf } = form
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <PathField
        data-autofocus
        purpose="folder"
        label="Folder"
        description="Its files can be copied into the image; .dockerignore says which are left out."
        placeholder="/home/me/web"
        required={!draft.isWritten}
        value={draft.folder}
        error={errorOf('folder')}
        onPath={(folder) => change({ folder })}
        onBlur={() => leave('folder')}
      />
      <SegmentedControl
        size="xs"
        aria-label="Where the Dockerfile is"
        data={[
          { value: 'file', label: 'Dockerfile of the folder' },
          { value: 'text', label: 'Write it here' },
        ]}
        value={draft.isWritten ? 'text' : 'file'}
        onChange={(value) => change({ isWritten: value === 'text' })}
      />
      {draft.isWritten ? (
        <DockerfileField
          text={draft.text}
          onText={(text) => change({ text })}
          failedLine={failedLine}
          error={errorOf('text')}
        />
      ) : (
        <TextInput
          label="Dockerfile"
          description="From the folder."
          spellCheck={false}
          value={draft.file}
          onChange={(event) => change({ file: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="Name and tag"
        description="Several with a space between."
        placeholder="web:1.0"
        spellCheck={false}
        autoComplete="off"
        value={draft.tags}
        error={errorOf('tags')}
        onChange={(event) => change({ tags: event.currentTarget.value })}
        onBlur={() => leave('tags')}
      />
      <details>
        <summary className={classes.summary}>Options</summary>
        <div className={classes.form}>
          <Textarea
            label="Build arguments"
            description="One on each line. Their values are not kept; in the image’s history they can be read."
            placeholder="VERSION=1.0"
            spellCheck={false}
            minRows={2}
            value={draft.arguments}
            error={errorOf('arguments')}
            onChange={(event) => change({ arguments: event.currentTarget.value })}
            onBlur={() => leave('arguments')}
          />
          <div className={classes.pair}>
            <TextInput
              label="Stage to build"
              placeholder="the last"
              spellCheck={false}
              value={draft.target}
              error={errorOf('target')}
              onChange={(event) => change({ target: event.currentTarget.value })}
              onBlur={() => leave('target')}
            />
            <TextInput
              label="Platform"
              placeholder="this machine’s"
              spellCheck={false}
              value={draft.platform}
              error={errorOf('platform')}
              onChange={(event) => change({ platform: event.currentTarget.value })}
              onBlur={() => leave('platform')}
            />
          </div>
          <SegmentedControl
            size="xs"
            aria-label="Builder"
            data={[
              { value: 'usual', label: 'As docker build chooses' },
              { value: 'classic', label: 'Classic builder' },
              { value: 'buildkit', label: 'BuildKit' },
            ]}
            value={draft.builder}
            onChange={(value) => change({ builder: value as BuildDraft['builder'] })}
          />
          <Checkbox
            label="Carry out every step, whatever is cached"
            checked={draft.noCache}
            onChange={(event) => change({ noCache: event.currentTarget.checked })}
          />
          <Checkbox
            label="Look for a newer base image"
            checked={draft.pull}
            onChange={(event) => change({ pull: event.currentTarget.checked })}
          />
        </div>
      </details>
      <FormButtons action="Build" onCancel={onCancel} />
    </form>
  )
}
