import { TextInput } from '@mantine/core'
import type { ProjectRequest } from '../../../main/contract/projects.ts'
import { client } from '../../client.ts'
import { describeField } from '../instances/describeField.ts'
import { FileNote } from '../instances/FileNote.tsx'
import { FormButtons, FormDialog } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { useWork } from '../instances/useWork.ts'
import classes from './projects.module.css'
import { checkUp, firstUp, type UpDraft } from './upDraft.ts'

type UpRequest = Extract<ProjectRequest, { action: 'up' }>

interface UpDialogProps {
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Whose steps are Compose's own lines. */
export function UpDialog({ onDone, onClose }: UpDialogProps) {
  const { work, start } = useWork(onClose)
  const send = async (request: UpRequest) => {
    const called = request.name ?? request.folder.split(/[\\/]/).findLast((part) => part !== '') ?? request.folder
    const order = { technology: 'docker', action: 'up', name: `project ${called}` } as const
    await start(order, (ticket) => client.projects.perform({ ...request, ticket }))
    onDone()
  }
  const form = useForm(firstUp, checkUp, (request) => void send(request))
  return (
    <FormDialog title="Bring a project up" onClose={onClose} work={work} size={560}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <TextInput
          data-autofocus
          label="Folder"
          description="With compose.yaml or docker-compose.yml in it."
          required
          {...describeField<UpDraft>(form, 'folder')}
        />
        <FileNote />
        <TextInput
          label="File"
          description="Only where it is called otherwise."
          {...describeField<UpDraft>(form, 'file')}
        />
        <TextInput
          label="Name of the project"
          description="Left empty, as the file or the folder has it."
          {...describeField<UpDraft>(form, 'name')}
        />
        <FormButtons action="Bring up" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
