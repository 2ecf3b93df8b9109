import { Text } from '@mantine/core'
import type { LoadedImage } from '../../../../main/contract/imageStore.ts'
import type { Technology } from '../../../../main/contract/technology.ts'
import { client } from '../../../client.ts'
import { describePath } from '../../instances/describeField.ts'
import { FormButtons, FormDialog } from '../../instances/FormDialog.tsx'
import { PathField } from '../../instances/PathField.tsx'
import { useForm } from '../../instances/useForm.ts'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { archiveFilters, checkArchive } from './archiveDraft.ts'

interface LoadDialogProps {
  readonly technology: Technology
  readonly onLoaded?: (images: readonly LoadedImage[]) => void
  readonly onClose: () => void
}

interface LoadDraft {
  readonly path: string
}

export function LoadDialog({ technology, onLoaded, onClose }: LoadDialogProps) {
  const { work, start } = useWork(onClose)
  const load = async ({ path }: LoadDraft) => {
    const name = path.split('/').at(-1) ?? path
    const done = await start({ technology, action: 'loadImage', name }, (ticket) =>
      client.images.load({ technology, path, ticket }),
    )
    if (done) onLoaded?.(done.images)
  }
  const form = useForm<LoadDraft, LoadDraft>({ path: '' }, checkArchive, (draft) => void load(draft))
  return (
    <FormDialog title="Load images" onClose={onClose} work={work}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <Text size="sm">
          Takes every image of a tar file that Isoscope or docker save wrote. A name that another image has moves.
        </Text>
        <PathField
          data-autofocus
          purpose="open"
          filters={archiveFilters}
          label="File to read"
          placeholder="/home/me/web.tar"
          required
          {...describePath<LoadDraft>(form, 'path')}
        />
        <FormButtons action="Load" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
