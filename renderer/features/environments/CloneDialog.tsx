import { Text } from '@mantine/core'
import type { EnvironmentPlace } from '../../../main/contract/environment.ts'
import type { Instance } from '../../../main/contract/instance.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { FormButtons, FormDialog } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { useWork } from '../instances/useWork.ts'
import { checkPlace, emptyPlace, type PlaceDraft } from './environmentForm.ts'
import { PlaceFields } from './PlaceFields.tsx'

interface CloneDialogProps {
  readonly instance: ListedInstance
  readonly onMade: (instance: Instance) => void
  readonly onClose: () => void
}

/** Another one with the same packages. */
export function CloneDialog({ instance: { id, technology, name }, onMade, onClose }: CloneDialogProps) {
  const { work, start } = useWork(onClose)
  const clone = async (place: EnvironmentPlace) => {
    const called = 'name' in place ? place.name : place.prefix
    const order = { technology, action: 'clone', name: called } as const
    const done = await start(order, (ticket) => client.environments.clone({ id, place, ticket }))
    if (done) onMade(done.instance)
  }
  const form = useForm<PlaceDraft, EnvironmentPlace>(
    emptyPlace,
    (draft) => checkPlace(draft, true),
    (place) => void clone(place),
  )
  return (
    <FormDialog title={`Clone ${keepApart(name)}`} onClose={onClose} work={work}>
      <form onSubmit={form.send} noValidate>
        <Text size="sm" mb={12}>
          Another environment with the same packages; files are shared with it as far as conda links them.
        </Text>
        <PlaceFields form={form} takesFolder />
        <FormButtons action="Clone" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
