import { Button, Group, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { instanceNamePattern, instanceNameRule } from '../../../main/contract/instanceName.ts'
import { addHubUser } from '../../store/hubs.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useSending } from '../instances/useSending.ts'
import classes from './hub.module.css'

interface AddUserFormProps {
  readonly url: string
  readonly onClose: () => void
}

export function AddUserForm({ url, onClose }: AddUserFormProps) {
  const [name, setName] = useState('')
  const { isSending, problem, run } = useSending(onClose)
  const isName = instanceNamePattern.test(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isName) run((signal) => addHubUser(url, name, signal))
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        data-autofocus
        label="Name of the user"
        description={instanceNameRule}
        error={name === '' || isName ? undefined : 'This is not a name.'}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Text size="sm" c="dimmed">
        The hub keeps the user until it is removed there or here. How somebody logs in as this user, the hub decides.
      </Text>
      {problem && <ProblemNotice title="The user was not added" problem={problem} />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={isSending} disabled={!isName}>
          Add user
        </Button>
      </Group>
    </form>
  )
}
