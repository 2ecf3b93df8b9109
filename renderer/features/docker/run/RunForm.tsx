import { Checkbox, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RunRequest } from '../../../../main/contract/container.ts'
import { describeField } from '../../instances/describeField.ts'
import { FileNote } from '../../instances/FileNote.tsx'
import { FormButtons } from '../../instances/FormDialog.tsx'
import { useForm } from '../../instances/useForm.ts'
import { PreviewView } from './PreviewView.tsx'
import classes from './run.module.css'
import { checkRun, firstRun, type RunDraft } from './runDraft.ts'

interface RunFormProps {
  /** A name or id that the engine knows; empty where it is to be typed. */
  readonly image: string
  readonly as: RunDraft['as']
  readonly onSend: (request: RunRequest) => void
  readonly onClose: () => void
}

const ways = [
  { value: 'background', label: 'In the background' },
  { value: 'terminal', label: 'In a terminal here' },
] as const

const restarts = [
  { value: 'no', label: 'Stays ended' },
  { value: 'on-failure', label: 'Is started again when it has failed' },
  { value: 'unless-stopped', label: 'Is started again unless it was stopped' },
  { value: 'always', label: 'Is always started again' },
]

/** The usual ones first; the rest by what it is about. */
export function RunForm({ image, as, onSend, onClose }: RunFormProps) {
  const form = useForm({ ...firstRun, image, as }, checkRun, onSend)
  const { draft, change } = form
  const field = (name: Parameters<typeof describeField<RunDraft>>[1]) => describeField<RunDraft>(form, name)
  const hasFault = (...names: (keyof RunDraft)[]) => names.some((name) => form.errorOf(name) !== undefined)
  const checked = checkRun(draft)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <div className={classes.pair}>
        <TextInput
          label="Image"
          description="Its name and tag, or its id."
          required
          placeholder="debian:12"
          {...field('image')}
          data-autofocus={image === ''}
        />
        <TextInput label="Name" description="Empty: one is made up." {...field('name')} data-autofocus={image !== ''} />
      </div>
      <TextInput
        label="Command"
        description="Replaces the image’s own. Empty: that one."
        placeholder={`python -c 'print("hello")'`}
        {...field('command')}
      />
      <div className={classes.choice}>
        <span>Runs</span>
        <SegmentedControl
          size="xs"
          data={[...ways]}
          value={draft.as}
          onChange={(as) => change({ as })}
          aria-label="Where it runs"
        />
        <Checkbox
          label="Removed when it ends"
          checked={draft.removeAtExit}
          onChange={(event) => change({ removeAtExit: event.currentTarget.checked })}
        />
      </div>
      <PreviewView request={checked.ok ? checked.request : null} />
      <Section title="Ports, variables and files" open>
        <div className={classes.pair}>
          <Textarea
            label="Ports"
            description="One a line: this machine’s, then its own."
            placeholder={'8080:80\n53:53/udp'}
            autosize
            minRows={2}
            maxRows={5}
            {...field('ports')}
          />
          <Textarea
            label="Variables"
            description="One a line."
            placeholder="NAME=value"
            autosize
            minRows={2}
            maxRows={5}
            {...field('variables')}
          />
        </div>
        {draft.ports !== '' && (
          <Checkbox
            label="Other machines reach these ports too"
            checked={draft.portsForAll}
            onChange={(event) => change({ portsForAll: event.currentTarget.checked })}
          />
        )}
        <Textarea
          label="Folders and volumes"
          description="One a line: a path of this machine or a volume, then the path in it; :ro at the end for reading only."
          placeholder={'/home/you/data:/data:ro\nresults:/results'}
          autosize
          minRows={2}
          maxRows={5}
          {...field('mounts')}
        />
        {draft.mounts.includes('/') && <FileNote />}
      </Section>
      <Section title="Limits" open={hasFault('cpus', 'memory', 'processes')}>
        <div className={classes.pair}>
          <TextInput label="CPUs" placeholder="1.5" {...field('cpus')} />
          <TextInput label="Memory" placeholder="512 MiB" {...field('memory')} />
        </div>
        <TextInput label="Processes" placeholder="100" inputMode="numeric" {...field('processes')} />
      </Section>
      <Section title="Program" open={hasFault('entrypoint', 'user', 'directory')}>
        <Checkbox
          label="Replace the entry point"
          checked={draft.replacesEntrypoint}
          onChange={(event) => change({ replacesEntrypoint: event.currentTarget.checked })}
        />
        {draft.replacesEntrypoint && (
          <TextInput
            label="Entry point"
            description="Empty: none. The image’s command goes with it."
            {...field('entrypoint')}
          />
        )}
        <div className={classes.pair}>
          <TextInput label="User" description="Empty: the image’s." placeholder="1000:1000" {...field('user')} />
          <TextInput label="Folder" description="Empty: the image’s." placeholder="/srv" {...field('directory')} />
        </div>
      </Section>
      <Section title="Network, restart and number" open={hasFault('network', 'count', 'restart')}>
        <div className={classes.pair}>
          <TextInput label="Network" description="Empty: the usual one. none: without." {...field('network')} />
          <TextInput label="How many" inputMode="numeric" description="NAME-1, NAME-2 and so on." {...field('count')} />
        </div>
        <NativeSelect
          label="When it has ended"
          data={restarts}
          value={draft.restart}
          error={form.errorOf('restart')}
          onChange={(event) => change({ restart: event.currentTarget.value })}
        />
      </Section>
      <FormButtons action="Run" onCancel={onClose} />
    </form>
  )
}

interface SectionProps {
  readonly title: string
  readonly open?: boolean
  readonly children: ReactNode
}

/** Folded, its fields keep what was typed; a fault in one of them opens it. */
function Section({ title, open = false, children }: SectionProps) {
  return (
    <details className={classes.section} open={open}>
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  )
}
