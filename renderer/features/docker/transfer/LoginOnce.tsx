import { Text, TextInput } from '@mantine/core'
import { type RefObject, useRef } from 'react'
import type { RegistryLogin } from '../../../../main/contract/registry.ts'
import classes from '../docker.module.css'

interface LoginFields {
  readonly name: RefObject<HTMLInputElement | null>
  readonly password: RefObject<HTMLInputElement | null>
  /** What is typed, and the password's field empty afterwards; undefined where nothing is. */
  readonly take: () => RegistryLogin | undefined
}

export function useLoginOnce(): LoginFields {
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const take = () => {
    const [username, secret] = [name.current?.value.trim() ?? '', password.current?.value ?? '']
    if (password.current) password.current.value = ''
    return username === '' || secret === '' ? undefined : { username, password: secret }
  }
  return { name, password, take }
}

/** A login for one pull or push; it is in its field until it is sent, and nowhere else in the page. */
export function LoginOnce({ fields }: { readonly fields: LoginFields }) {
  return (
    <details>
      <summary className={classes.summary}>Log in for this once</summary>
      <div className={classes.form}>
        <Text size="xs" c="dimmed">
          In place of a login that is kept, and kept nowhere. On the Registries page you log in for longer.
        </Text>
        <TextInput ref={fields.name} label="User name" autoComplete="off" spellCheck={false} />
        <TextInput type="password" ref={fields.password} label="Password" autoComplete="off" />
      </div>
    </details>
  )
}
