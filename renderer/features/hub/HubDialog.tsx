import { Modal } from '@mantine/core'
import { rescueFocus } from '../../ui/lostFocus.ts'
import { AddUserForm } from './AddUserForm.tsx'
import { ConnectForm } from './ConnectForm.tsx'
import { DisconnectForm } from './DisconnectForm.tsx'
import { closeHubDialog, type HubDialogKind, useHubView } from './hubView.ts'

const titles: Readonly<Record<HubDialogKind['kind'], string>> = {
  connect: 'Connect a hub',
  disconnect: 'Disconnect this hub?',
  addUser: 'Add a user',
}

/** The second step of what needs words or loses something. */
export function HubDialog() {
  const dialog = useHubView((state) => state.dialog)
  return (
    <Modal
      opened={dialog !== null}
      onClose={closeHubDialog}
      onExitTransitionEnd={() => rescueFocus('main h1')}
      size={560}
      title={dialog && titles[dialog.kind]}
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {dialog?.kind === 'connect' && <ConnectForm url={dialog.url} onClose={closeHubDialog} />}
      {dialog?.kind === 'disconnect' && <DisconnectForm url={dialog.url} onClose={closeHubDialog} />}
      {dialog?.kind === 'addUser' && <AddUserForm url={dialog.url} onClose={closeHubDialog} />}
    </Modal>
  )
}
