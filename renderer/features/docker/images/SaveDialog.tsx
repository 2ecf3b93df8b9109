import { Checkbox, Text } from '@mantine/core'
import type { Image } from '../../../../main/contract/live.ts'
import { client } from '../../../client.ts'
import { keepApart } from '../../../ui/keepApart.ts'
import { describePath } from '../../instances/describeField.ts'
import { FormButtons, FormDialog } from '../../instances/FormDialog.tsx'
import { PathField } from '../../instances/PathField.tsx'
import { useForm } from '../../instances/useForm.ts'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { archiveFilters, checkArchive } from './archiveDraft.ts'
import { nameImage } from './nameImage.ts'

interface SaveDialogProps {
  readonly images: readonly [Image, ...Image[]]
  readonly onClose: () => void
}

interface SaveDraft {
  readonly path: string
  readonly replace: boolean
}

export function SaveDialog({ images, onClose }: SaveDialogProps) {
  const { work, start } = useWork(onClose)
  const [first] = images
  const name = images.length === 1 ? nameImage(first) : `${images.length} images`
  const save = (request: SaveDraft) =>
    start({ technology: first.technology, action: 'saveImage', name }, (ticket) =>
      client.images.save({ ...request, images: images.map(({ id }) => ({ id })), ticket }),
    )
  const form = useForm<SaveDraft, SaveDraft>({ path: '', replace: false }, checkArchive, (draft) => void save(draft))
  return (
    <FormDialog title={`Save ${keepApart(name)}`} onClose={onClose} work={work}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <Text size="sm">All layers and names go into one tar file, which docker load reads too.</Text>
        <PathField
          data-autofocus
          purpose="save"
          filters={archiveFilters}
          label="File to write"
          placeholder="/home/me/web.tar"
          required
          {...describePath<SaveDraft>(form, 'path')}
        />
        <Checkbox
          label="Replace the file if there is one"
          checked={form.draft.replace}
          onChange={(event) => form.change({ replace: event.currentTarget.checked })}
        />
        <FormButtons action="Save" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
