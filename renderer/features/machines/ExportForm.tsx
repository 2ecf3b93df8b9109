import { TextInput } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { MachineRequest, MachineTechnology } from '../../../main/contract/machine.ts'
import { describeField } from '../instances/describeField.ts'
import { FileNote } from '../instances/FileNote.tsx'
import { FormButtons } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { engineWords } from './engineWords.ts'
import classes from './machines.module.css'
import { checkExport, type ExportDraft } from './requestDrafts.ts'

interface ExportFormProps {
  readonly instance: ListedInstance
  readonly technology: MachineTechnology
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

export function ExportForm({ instance: { id }, technology, onSend, onClose }: ExportFormProps) {
  const form = useForm({ path: '' }, (draft: ExportDraft) => checkExport(id, draft), onSend)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <TextInput
        data-autofocus
        label="File to write"
        description={`${engineWords[technology].exported} The file must not exist.`}
        placeholder={engineWords[technology].exchangePlaceholder}
        required
        {...describeField<ExportDraft>(form, 'path')}
      />
      <FileNote />
      <FormButtons action="Export" onCancel={onClose} />
    </form>
  )
}
