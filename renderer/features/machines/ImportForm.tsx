import { TextInput } from '@mantine/core'
import type { MachineRequest, MachineTechnology } from '../../../main/contract/machine.ts'
import { describeField } from '../instances/describeField.ts'
import { FileNote } from '../instances/FileNote.tsx'
import { FormButtons } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { EngineChoice } from './EngineChoice.tsx'
import { engineWords } from './engineWords.ts'
import classes from './machines.module.css'
import { checkImport, type ImportDraft } from './requestDrafts.ts'

interface ImportFormProps {
  /** Those that import machines; the first is chosen. */
  readonly engines: readonly [MachineTechnology, ...MachineTechnology[]]
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

export function ImportForm({ engines, onSend, onClose }: ImportFormProps) {
  const first: ImportDraft = { technology: engines[0], path: '', name: '' }
  const form = useForm(first, checkImport, onSend)
  const field = (name: keyof ImportDraft) => describeField<ImportDraft>(form, name)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <EngineChoice
        engines={engines}
        value={form.draft.technology}
        onChange={(technology) => form.change({ technology })}
      />
      <TextInput
        data-autofocus
        label="File to read"
        description={engineWords[form.draft.technology].imported}
        placeholder={engineWords[form.draft.technology].exchangePlaceholder}
        required
        {...field('path')}
      />
      <FileNote />
      <TextInput label="Name of the new machine" required {...field('name')} />
      <FormButtons action="Import" onCancel={onClose} />
    </form>
  )
}
