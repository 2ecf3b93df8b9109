import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../../client.ts'
import { FormButtons, FormDialog } from '../../instances/FormDialog.tsx'
import { type Checked, useForm } from '../../instances/useForm.ts'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { findNameFault } from '../imageNameDraft.ts'
import { LoginOnce, useLoginOnce } from './LoginOnce.tsx'

interface PullDialogProps {
  /** What is named already; empty where the user is to say. */
  readonly reference?: string
  readonly platform?: string
  readonly onClose: () => void
}

interface PullDraft {
  readonly reference: string
  readonly platform: string
}

/** Brings an image from its registry. */
export function PullDialog({ reference = '', platform = '', onClose }: PullDialogProps) {
  const [first] = useState<PullDraft>({ reference, platform })
  const { work, start } = useWork(onClose)
  const login = useLoginOnce()
  const pull = (draft: PullDraft) => {
    const once = login.take()
    void start({ technology: 'docker', action: 'pullImage', name: draft.reference }, (ticket) =>
      client.images.pull({
        reference: draft.reference,
        ...(draft.platform !== '' && { platform: draft.platform }),
        ...(once && { login: once }),
        ticket,
      }),
    )
  }
  const form = useForm<PullDraft, PullDraft>(first, checkPull, pull)
  return (
    <FormDialog title="Pull an image" onClose={onClose} work={work}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <TextInput
          data-autofocus
          label="Image"
          description="Without a registry it is Docker Hub’s; latest where no tag is given."
          placeholder="quay.io/team/web:1.0"
          required
          spellCheck={false}
          autoComplete="off"
          value={form.draft.reference}
          error={form.errorOf('reference')}
          onChange={(event) => form.change({ reference: event.currentTarget.value })}
          onBlur={() => form.leave('reference')}
        />
        <TextInput
          label="Platform"
          description="That of this machine where it is left empty."
          placeholder="linux/arm64"
          spellCheck={false}
          autoComplete="off"
          value={form.draft.platform}
          error={form.errorOf('platform')}
          onChange={(event) => form.change({ platform: event.currentTarget.value })}
          onBlur={() => form.leave('platform')}
        />
        <LoginOnce fields={login} />
        <FormButtons action="Pull" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}

/** Pure. A digest names a content and stands behind the name. */
function checkPull(draft: PullDraft): Checked<PullDraft, PullDraft> {
  const reference = draft.reference.trim()
  const platform = draft.platform.trim()
  const name = reference.replace(/@sha256:[0-9a-f]{64}$/, '')
  const fault = findNameFault(name)
  if (fault !== null) return { ok: false, errors: { reference: fault } }
  if (platform !== '' && !/^[a-z0-9]+(?:\/[a-z0-9]+){1,2}$/.test(platform)) {
    return { ok: false, errors: { platform: 'A platform is written as linux/arm64.' } }
  }
  return { ok: true, request: { reference, platform } }
}
