import { Text } from '@mantine/core'
import type { EnvironmentFile, PackageChanges } from '../../../main/contract/environment.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { FormButtons, FormDialog } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { useWork } from '../instances/useWork.ts'
import { checkFile, emptyFile, type FileDraft } from './environmentForm.ts'
import { FileField } from './FileField.tsx'

interface UpdateFromFileProps {
  readonly instance: ListedInstance
  readonly onDone: (changes: PackageChanges) => void
  readonly onClose: () => void
}

/** Gives an environment what a file names. */
export function UpdateFromFile({ instance: { id, technology, name }, onDone, onClose }: UpdateFromFileProps) {
  const { work, start } = useWork(onClose)
  const update = async (file: EnvironmentFile) => {
    const done = await start({ technology, action: 'update', name }, (ticket) =>
      client.environments.change({ id, action: 'import', file, ticket }),
    )
    if (done) onDone(done.changes)
  }
  const form = useForm<FileDraft, EnvironmentFile>(
    emptyFile,
    (draft) => checkFile(draft, technology),
    (file) => void update(file),
  )
  return (
    <FormDialog title={`Update ${keepApart(name)} from a file`} onClose={onClose} work={work}>
      <form onSubmit={form.send} noValidate>
        <Text size="sm" mb={12}>
          It gets what the file names, in the versions that the file asks for. What else is in it stays.
        </Text>
        <FileField form={form} technology={technology} />
        <FormButtons action="Update" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
