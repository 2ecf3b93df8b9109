import { Text, TextInput } from '@mantine/core'
import type { Image } from '../../../../main/contract/live.ts'
import { client } from '../../../client.ts'
import { keepApart } from '../../../ui/keepApart.ts'
import { FormButtons, FormDialog } from '../../instances/FormDialog.tsx'
import { useForm } from '../../instances/useForm.ts'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { checkTag, type TagDraft } from '../imageNameDraft.ts'
import { nameImage } from '../images/nameImage.ts'
import { LoginOnce, useLoginOnce } from './LoginOnce.tsx'

interface PushDialogProps {
  readonly image: Image
  readonly onClose: () => void
}

/** Sends an image to the registry that its name begins with; a name it does not have yet it is given first. */
export function PushDialog({ image, onClose }: PushDialogProps) {
  const { id, technology, names } = image
  const { work, start } = useWork(onClose)
  const login = useLoginOnce()
  const push = ({ name }: TagDraft) => {
    const once = login.take()
    void start({ technology, action: 'pushImage', name }, async (ticket) => {
      if (!names.includes(withTag(name))) await client.images.tag({ id, name, move: false })
      return client.images.push({ reference: name, ...(once && { login: once }), ticket })
    })
  }
  const form = useForm<TagDraft, TagDraft>({ name: names[0] ?? '', move: false }, checkTag, push)
  return (
    <FormDialog title={`Push ${keepApart(nameImage(image))}`} onClose={onClose} work={work}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <TextInput
          data-autofocus
          label="Name in the registry"
          description="It begins with the registry’s address; Docker Hub’s begin with the user’s name."
          placeholder="quay.io/team/web:1.0"
          required
          spellCheck={false}
          autoComplete="off"
          value={form.draft.name}
          error={form.errorOf('name')}
          onChange={(event) => form.change({ name: event.currentTarget.value })}
          onBlur={() => form.leave('name')}
        />
        {names.length > 0 && (
          <Text size="xs" c="dimmed" className={classes.anywhere}>
            It is called {names.map(keepApart).join(', ')}. Another name is given to it before it is pushed.
          </Text>
        )}
        <LoginOnce fields={login} />
        <FormButtons action="Push" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}

/** As images are listed. */
function withTag(name: string): string {
  return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : `${name}:latest`
}
