import { Textarea, TextInput } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { MachineRequest } from '../../../main/contract/machine.ts'
import { describeField } from '../instances/describeField.ts'
import { FormButtons } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import classes from './machines.module.css'
import { checkSnapshot, type SnapshotDraft } from './requestDrafts.ts'

interface SnapshotFormProps {
  readonly instance: ListedInstance
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

export function SnapshotForm({ instance: { id }, onSend, onClose }: SnapshotFormProps) {
  const first: SnapshotDraft = { name: '', description: '' }
  const form = useForm(first, (draft: SnapshotDraft) => checkSnapshot(id, draft), onSend)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <TextInput data-autofocus label="Name of the snapshot" required {...describeField<SnapshotDraft>(form, 'name')} />
      <Textarea
        label="Description"
        description="What is special about this state; may be left empty."
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        {...describeField<SnapshotDraft>(form, 'description')}
      />
      <FormButtons action="Take snapshot" onCancel={onClose} />
    </form>
  )
}
