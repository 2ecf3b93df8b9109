import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { instanceNamePattern, instanceNameRule } from '../../../main/contract/instanceName.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { act } from '../../store/activities.ts'

interface RenameFormProps {
  readonly instance: ListedInstance
  readonly onClose: () => void
}

export function RenameForm({ instance, onClose }: RenameFormProps) {
  const [name, setName] = useState(instance.name)
  const isName = instanceNamePattern.test(name)
  const isChanged = name !== instance.name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isName || !isChanged) return
    onClose()
    void act([{ name: instance.name, request: { id: instance.id, action: 'rename', name } }])
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label="New name"
        description={instanceNameRule}
        // What it is called now may be nothing that could be given anew.
        error={isName || !isChanged ? undefined : 'This is not a name.'}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!isName || !isChanged}>
          Rename
        </Button>
      </Group>
    </form>
  )
}
