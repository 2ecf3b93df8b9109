import { FormDialog } from '../instances/FormDialog.tsx'
import { AddUserForm } from './AddUserForm.tsx'
import { ConnectForm } from './ConnectForm.tsx'
import { DisconnectForm } from './DisconnectForm.tsx'
import type { HubDialogKind } from './hubView.ts'

const contents = {
  connect: { title: 'Connect a hub', Form: ConnectForm },
  disconnect: { title: 'Disconnect this hub?', Form: DisconnectForm },
  addUser: { title: 'Add a user', Form: AddUserForm },
} as const

interface HubDialogProps {
  readonly dialog: HubDialogKind
  readonly onClose: () => void
}

/** What needs words or loses something. */
export function HubDialog({ dialog: { kind, url }, onClose }: HubDialogProps) {
  const { title, Form } = contents[kind]
  return (
    <FormDialog title={title} onClose={onClose} work={undefined} size={560}>
      <Form url={url} onClose={onClose} />
    </FormDialog>
  )
}
