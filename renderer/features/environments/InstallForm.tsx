import { Button, TextInput } from '@mantine/core'
import type { PackageRequest } from '../../../main/contract/environment.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useForm } from '../instances/useForm.ts'
import { explainPackages } from './environmentForm.ts'
import classes from './environments.module.css'
import { readPackages } from './readWords.ts'

interface InstallFormProps {
  readonly instance: ListedInstance
  /** Whether it was done. */
  readonly onSend: (request: PackageRequest) => Promise<boolean>
}

/** One line for what is to be installed. */
export function InstallForm({ instance: { id, technology }, onSend }: InstallFormProps) {
  /** What could not be installed stays, to be mended. */
  const send = async (request: PackageRequest) => {
    if (await onSend(request)) form.change({ packages: '' })
  }
  const form = useForm<{ readonly packages: string }, PackageRequest>(
    { packages: '' },
    ({ packages }) => {
      const named = readPackages(packages)
      const error = named.length === 0 ? 'Name at least one package.' : explainPackages(named, technology)
      return error === undefined
        ? { ok: true, request: { id, action: 'install', packages: [...named], channels: [] } }
        : { ok: false, errors: { packages: error } }
    },
    (request) => void send(request),
  )
  return (
    <form className={classes.line} onSubmit={form.send} noValidate>
      <TextInput
        size="xs"
        aria-label="Packages to install"
        placeholder={technology === 'venv' ? 'numpy pandas>=2' : 'numpy=1.26 pandas'}
        spellCheck={false}
        autoComplete="off"
        value={form.draft.packages}
        error={form.errorOf('packages')}
        onChange={(event) => form.change({ packages: event.currentTarget.value })}
      />
      <Button type="submit" size="xs">
        Install
      </Button>
    </form>
  )
}
