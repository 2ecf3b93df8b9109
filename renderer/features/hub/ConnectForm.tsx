import { Button, Group, Text, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { hubConnectSchema } from '../../../main/contract/hub.ts'
import { connectHub, useHubs } from '../../store/hubs.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useSending } from '../instances/useSending.ts'
import classes from './hub.module.css'

interface ConnectFormProps {
  readonly url: string
  readonly onClose: () => void
}

/** The token is in its field until it is sent, and nowhere else in the page. */
export function ConnectForm({ url: firstUrl, onClose }: ConnectFormProps) {
  const [url, setUrl] = useState(firstUrl)
  const [tokenError, setTokenError] = useState<string | null>(null)
  const { isSending, problem, run } = useSending(onClose)
  const field = useRef<HTMLInputElement>(null)
  const keeping = useHubs(({ answer }) => answer?.keeping)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const token = field.current?.value ?? ''
    if (isSending || url.trim() === '') return
    const error = checkToken(token)
    setTokenError(error)
    if (error !== null) return
    if (field.current) field.current.value = ''
    run((signal) => connectHub(url.trim(), token, signal))
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        {...(firstUrl === '' && { 'data-autofocus': true })}
        label="Address"
        description="As it stands in a browser."
        placeholder="https://hub.example.org/"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
        required
      />
      <TextInput
        {...(firstUrl !== '' && { 'data-autofocus': true })}
        ref={field}
        type="password"
        label="Token"
        description="Made on the hub’s own page under Token, with the scopes list:users and admin:servers; admin:users to add and remove users."
        error={tokenError}
        onChange={() => setTokenError(null)}
        spellCheck={false}
        autoComplete="off"
        required
      />
      <Text size="sm" c="dimmed" className={classes.anywhere}>
        The token goes to the hub and nobody else. It is kept {keeping ?? 'by Isoscope alone'}.
      </Text>
      {problem && <ProblemNotice title="Not connected" problem={problem} />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={isSending} disabled={url.trim() === ''}>
          Connect
        </Button>
      </Group>
    </form>
  )
}

function checkToken(token: string): string | null {
  if (token === '') return 'The hub needs a token.'
  return hubConnectSchema.shape.token.safeParse(token).error?.issues[0]?.message ?? null
}
