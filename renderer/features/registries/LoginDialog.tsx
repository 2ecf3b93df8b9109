import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { logIn, useRegistries } from '../../store/registries.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useSending } from '../instances/useSending.ts'
import classes from './registries.module.css'

interface LoginDialogProps {
  /** Empty where the user is to say. */
  readonly address: string
  readonly hint: string | null
  readonly onClose: () => void
}

/** The password is in its field until it is sent, and nowhere else in the page. */
export function LoginDialog({ address: first, hint, onClose }: LoginDialogProps) {
  const [address, setAddress] = useState(first)
  const [username, setUsername] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const password = useRef<HTMLInputElement>(null)
  const keeping = useRegistries(({ answer }) => answer?.keeping)
  const { isSending, problem, run } = useSending(onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const secret = password.current?.value ?? ''
    if (isSending) return
    const isWhole = address.trim() !== '' && username.trim() !== '' && secret !== ''
    setFault(isWhole ? null : 'The registry needs an address, a user name and a password.')
    if (!isWhole) return
    if (password.current) password.current.value = ''
    run((signal) => logIn(address.trim(), { username: username.trim(), password: secret }, signal))
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={first === '' ? 'Log in to a registry' : `Log in to ${first}`}
      lockScroll={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        {first === '' && (
          <TextInput
            data-autofocus
            label="Address"
            description="As it stands before the name of an image."
            placeholder="registry.example.org:5000"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            spellCheck={false}
            autoComplete="off"
            required
          />
        )}
        {hint && <Text size="sm">{hint}</Text>}
        <TextInput
          {...(first !== '' && { 'data-autofocus': true })}
          label="User name"
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
          required
        />
        <TextInput type="password" ref={password} label="Password or token" autoComplete="off" required />
        <Text size="sm" c="dimmed" className={classes.anywhere}>
          It goes to the registry and to Docker when an image is moved. It is kept {keeping ?? 'nowhere else'}.
        </Text>
        {fault !== null && (
          <Text size="sm" role="alert">
            {fault}
          </Text>
        )}
        {problem && <ProblemNotice title="Not logged in" problem={problem} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isSending}>
            Log in
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
