import { Button, Loader, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Registry } from '../../../main/contract/registry.ts'
import { loadRegistries, logOut, useRegistries } from '../../store/registries.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { Notice } from '../../ui/Notice.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { PullDialog } from '../docker/transfer/PullDialog.tsx'
import table from '../instances/table.module.css'
import { WorkList } from '../instances/WorkList.tsx'
import { LoginDialog } from './LoginDialog.tsx'
import { RemoteImages } from './RemoteImages.tsx'
import classes from './registries.module.css'

const technologies = ['docker'] as const

type Dialog =
  | { readonly kind: 'login'; readonly address: string; readonly hint: string | null }
  | { readonly kind: 'pull'; readonly reference: string; readonly platform: string }

/** Where images come from and go to: who is logged in where, and what is there. */
export function RegistriesPage() {
  useWhileSeen(loadRegistries)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { answer, problem, left } = useRegistries()
  const close = () => setDialog(null)
  return (
    <>
      <div className={table.title}>
        <Title order={1}>Registries</Title>
        <Text size="sm" c="dimmed">
          where images come from and go to
        </Text>
      </div>
      <WorkList technologies={technologies} />
      {problem && <ProblemNotice title="The registries could not be read" problem={problem} />}
      {left !== null && (
        <Notice title="One login is left" tone="warn">
          <Text size="sm">{left}</Text>
        </Notice>
      )}
      {answer === null && !problem && <Loader size={14} />}
      {answer && (
        <section aria-label="Known registries">
          <ul className={classes.registries}>
            {answer.registries.map((registry) => (
              <RegistryRow
                key={registry.address}
                registry={registry}
                onLogIn={() => setDialog({ kind: 'login', address: registry.address, hint: registry.hint })}
              />
            ))}
          </ul>
          <div className={classes.below}>
            <Text size="xs" c="dimmed" className={classes.anywhere}>
              A login is kept {answer.keeping}. Images that everybody may read need none.
            </Text>
            <Button size="xs" variant="default" onClick={() => setDialog({ kind: 'login', address: '', hint: null })}>
              Log in to another…
            </Button>
          </div>
        </section>
      )}
      <RemoteImages
        onPull={(reference, platform) => setDialog({ kind: 'pull', reference, platform: platform ?? '' })}
      />
      {dialog?.kind === 'login' && <LoginDialog address={dialog.address} hint={dialog.hint} onClose={close} />}
      {dialog?.kind === 'pull' && (
        <PullDialog reference={dialog.reference} platform={dialog.platform} onClose={close} />
      )}
    </>
  )
}

const placeWords = {
  memory: 'until Isoscope ends',
  keychain: 'kept in the keychain',
  helper: 'kept by Docker’s helper',
  file: 'in Docker’s config.json',
} as const

interface RegistryRowProps {
  readonly registry: Registry
  readonly onLogIn: () => void
}

function RegistryRow({ registry: { address, title, login }, onLogIn }: RegistryRowProps) {
  return (
    <li className={classes.registry}>
      <strong>{title}</strong>
      <code className={classes.anywhere}>{title === address ? '' : address}</code>
      <span className={classes.login}>
        {login === null ? 'not logged in' : `${login.username}, ${placeWords[login.place]}`}
      </span>
      {login !== null && login.place !== 'file' ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Log out of ${title}`}
          onClick={() => void logOut(address)}
        >
          Log out
        </Button>
      ) : (
        <Button size="compact-xs" variant="default" aria-label={`Log in… to ${title}`} onClick={onLogIn}>
          Log in…
        </Button>
      )}
    </li>
  )
}
