import { TextInput } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { MachineRequest } from '../../../main/contract/machine.ts'
import { FormButtons } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { describeField } from './describeField.ts'
import { FileNote } from './FileNote.tsx'
import classes from './machines.module.css'
import { checkExport, type ExportDraft } from './requestDrafts.ts'

interface ExportFormProps {
  readonly instance: ListedInstance
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

export function ExportForm({ instance: { id }, onSend, onClose }: ExportFormProps) {
  const form = useForm({ path: '' }, (draft: ExportDraft) => checkExport(id, draft), onSend)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <TextInput
        data-autofocus
        label="File to write"
        description="An appliance with the machine and its disks, which can be imported elsewhere. The file must not exist."
        placeholder="/home/you/machine.ova"
        required
        {...describeField<ExportDraft>(form, 'path')}
      />
      <FileNote />
      <FormButtons action="Export" onCancel={onClose} />
    </form>
  )
}
