import { Modal, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { RunOutcome, RunRequest } from '../../../../main/contract/container.ts'
import type { TerminalRequest } from '../../../../main/contract/terminal.ts'
import { quoteCommand } from '../../../../main/model/quoteCommand.ts'
import { client } from '../../../client.ts'
import { useCapability } from '../../../store/app.ts'
import { CopyCommand } from '../../../ui/CopyCommand.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { FormDialog } from '../../instances/FormDialog.tsx'
import { selectMade } from '../../instances/instanceView.ts'
import { useWork } from '../../instances/useWork.ts'
import { Terminal } from '../terminal/Terminal.tsx'
import classes from '../terminal/terminal.module.css'
import { RunForm } from './RunForm.tsx'
import type { RunDraft } from './runDraft.ts'

interface RunDialogProps {
  /** What it is made from; empty where that is to be typed. */
  readonly image: string
  /** Where it runs unless something else is chosen. */
  readonly as?: RunDraft['as']
  readonly onClose: () => void
}

/** A container, or several, from an image: in the background, or at a terminal that takes the form's place. */
export function RunDialog({ image, as = 'background', onClose }: RunDialogProps) {
  const allowsCommands = useCapability('run.custom')
  const { work, start } = useWork()
  const [terminal, setTerminal] = useState<TerminalRequest | null>(null)
  const [failed, setFailed] = useState<readonly RunOutcome[]>([])
  const isShown = useRef(true)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
    }
  }, [])
  const send = async (request: RunRequest) => {
    if (request.spec.tty) return setTerminal({ kind: 'run', request, size: { columns: 80, rows: 24 } })
    const name = request.name ?? request.spec.image
    const order = { technology: 'docker' as const, action: 'run' as const, name }
    const made = await start(order, (ticket) => client.containers.run({ ...request, ticket }))
    if (!made) return
    const first = made.outcomes.find(({ instance }) => instance !== null)?.instance
    if (first) selectMade(first)
    const failures = made.outcomes.filter(({ error }) => error !== null)
    setFailed(failures)
    if (failures.length === 0 && isShown.current) onClose()
  }
  if (terminal) return <RunTerminal request={terminal} onClose={onClose} />
  return (
    <FormDialog title={image === '' ? 'Run a container' : `Run ${image}`} onClose={onClose} work={work} size={720}>
      {!allowsCommands && (
        <Text component="div" size="sm">
          This page runs no commands: whoever reaches it could run any. In a terminal:
          <CopyCommand command={quoteCommand(['isoscope', 'run', '-it', '--rm', image === '' ? 'IMAGE' : image])} />
        </Text>
      )}
      {failed.map(
        ({ name, error }) => error && <ProblemNotice key={name} title={`${name} was not started`} problem={error} />,
      )}
      {allowsCommands && <RunForm image={image} as={as} onSend={(request) => void send(request)} onClose={onClose} />}
    </FormDialog>
  )
}

function RunTerminal({ request, onClose }: { readonly request: TerminalRequest; readonly onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      title={request.kind === 'run' ? `Run ${request.request.spec.image}` : 'Terminal'}
      lockScroll={false}
      closeOnClickOutside={false}
      // Escape is the program's.
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      <div className={classes.dialog}>
        <Terminal request={request} />
      </div>
    </Modal>
  )
}
