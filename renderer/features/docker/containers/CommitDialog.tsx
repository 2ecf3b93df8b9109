import { Checkbox, TextInput } from '@mantine/core'
import type { ListedInstance } from '../../../../main/contract/live.ts'
import { client } from '../../../client.ts'
import { keepApart } from '../../../ui/keepApart.ts'
import { describeField } from '../../instances/describeField.ts'
import { FormButtons, FormDialog } from '../../instances/FormDialog.tsx'
import { useForm } from '../../instances/useForm.ts'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { ConfigFields } from './ConfigFields.tsx'
import { type CommitDraft, type CommitRequest, checkCommit, emptyCommit } from './commitDraft.ts'

interface CommitDialogProps {
  readonly instance: ListedInstance
  /** With the id of the new image. */
  readonly onMade?: (image: string) => void
  readonly onClose: () => void
}

/** An image of the container as it is now. */
export function CommitDialog({ instance: { id, technology, name, state }, onMade, onClose }: CommitDialogProps) {
  const { work, start } = useWork(onClose)
  const commit = async (request: CommitRequest) => {
    const done = await start({ technology, action: 'commitContainer', name }, (ticket) =>
      client.containers.commit({ ...request, id, ticket }),
    )
    if (done) onMade?.(done.image)
  }
  const form = useForm<CommitDraft, CommitRequest>(emptyCommit, checkCommit, (request) => void commit(request))
  const { draft, change } = form
  const field = (of: 'name' | 'message' | 'author') => describeField<CommitDraft>(form, of)
  return (
    <FormDialog title={`Commit ${keepApart(name)}`} onClose={onClose} work={work}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <TextInput
          data-autofocus
          label="Name of the new image"
          placeholder="team/web:2.0"
          required
          {...field('name')}
        />
        <Checkbox
          label="Take the name from the image that has it"
          checked={draft.move}
          onChange={(event) => change({ move: event.currentTarget.checked })}
        />
        <TextInput
          label="Message"
          description="What was changed, for whoever reads the image's history."
          {...field('message')}
        />
        <TextInput label="Author" {...field('author')} />
        {state === 'running' && (
          <Checkbox
            label="Let the container stand still meanwhile, so that its files go together"
            checked={draft.pause}
            onChange={(event) => change({ pause: event.currentTarget.checked })}
          />
        )}
        <ConfigFields form={form} />
        <FormButtons action="Commit" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
