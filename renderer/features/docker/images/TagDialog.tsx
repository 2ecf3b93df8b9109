import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core'
import type { Image } from '../../../../main/contract/live.ts'
import { client } from '../../../client.ts'
import { keepApart } from '../../../ui/keepApart.ts'
import { describeField } from '../../instances/describeField.ts'
import { FormButtons, FormDialog } from '../../instances/FormDialog.tsx'
import { useForm } from '../../instances/useForm.ts'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { checkTag, type TagDraft } from '../imageNameDraft.ts'
import { nameImage } from './nameImage.ts'

interface TagDialogProps {
  readonly image: Image
  readonly onClose: () => void
}

/** Gives an image one more name, or takes one that it has besides others. */
export function TagDialog({ image, onClose }: TagDialogProps) {
  const { id, technology, names } = image
  const { work, start } = useWork(onClose)
  const tag = ({ name, move }: TagDraft) =>
    start({ technology, action: 'tagImage', name }, (ticket) => client.images.tag({ id, name, move, ticket }))
  const untag = (name: string) =>
    start({ technology, action: 'untagImage', name }, (ticket) => client.images.untag({ id, name, ticket }))
  const form = useForm<TagDraft, TagDraft>({ name: '', move: false }, checkTag, (draft) => void tag(draft))
  return (
    <FormDialog title={`Names of ${keepApart(nameImage(image))}`} onClose={onClose} work={work}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        {names.length > 0 && (
          <ul className={classes.list} aria-label="Names it has">
            {names.map((name) => (
              <li key={name}>
                <span className={classes.name}>{name}</span>
                {names.length > 1 && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Take away ${name}`}
                    onClick={() => void untag(name)}
                  >
                    Take away
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {names.length === 1 && (
          <Text size="xs" c="dimmed">
            Its only name can be taken away once it has another one.
          </Text>
        )}
        <TextInput
          data-autofocus
          label="New name"
          description="Repository and tag; latest where no tag is given."
          placeholder="registry.example:5000/team/web:1.0"
          required
          {...describeField<TagDraft>(form, 'name')}
        />
        <Group>
          <Checkbox
            label="Take the name from the image that has it"
            checked={form.draft.move}
            onChange={(event) => form.change({ move: event.currentTarget.checked })}
          />
        </Group>
        <FormButtons action="Add name" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
