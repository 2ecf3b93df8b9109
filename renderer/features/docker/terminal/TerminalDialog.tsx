import { Button, Checkbox, Group, Modal, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Instance } from '../../../../main/contract/instance.ts'
import type { TerminalRequest } from '../../../../main/contract/terminal.ts'
import { quoteCommand } from '../../../../main/model/quoteCommand.ts'
import { splitWords } from '../../../../main/model/splitWords.ts'
import { useCapability } from '../../../store/app.ts'
import { CopyCommand } from '../../../ui/CopyCommand.tsx'
import { type Checked, useForm } from '../../instances/useForm.ts'
import { Terminal } from './Terminal.tsx'
import classes from './terminal.module.css'

interface TerminalDialogProps {
  readonly container: Pick<Instance, 'id' | 'name'>
  /** At its first program, instead of another one. */
  readonly kind?: 'exec' | 'attach'
  readonly onClose: () => void
}

/** The size is the box's, once there is one. */
const size = { columns: 80, rows: 24 }

/** A terminal in a running container. Closed, what was executed by it is ended. */
export function TerminalDialog({ container: { id, name }, kind = 'exec', onClose }: TerminalDialogProps) {
  const allowsCommands = useCapability('run.custom')
  const [request, setRequest] = useState<TerminalRequest | null>(kind === 'attach' ? { kind, id, size } : null)
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      title={kind === 'attach' ? `Attached to ${name}` : `Terminal in ${name}`}
      lockScroll={false}
      closeOnClickOutside={false}
      // Escape is the program's.
      closeOnEscape={request === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      {!allowsCommands && (
        <Text component="div" size="sm">
          This page runs no commands: whoever reaches it could run any. In a terminal:
          <CopyCommand command={quoteCommand(['isoscope', ...(kind === 'attach' ? [kind] : [kind, '-it']), id])} />
        </Text>
      )}
      {allowsCommands && request === null && (
        <ProgramForm
          onSend={(program) => setRequest({ kind: 'exec', id, tty: true, interactive: true, size, ...program })}
        />
      )}
      {allowsCommands && request !== null && (
        <div className={classes.dialog}>
          <Terminal request={request} />
        </div>
      )}
    </Modal>
  )
}

type Program = Pick<Extract<TerminalRequest, { kind: 'exec' }>, 'argv' | 'user' | 'directory' | 'variables'>

interface ProgramDraft {
  readonly command: string
  readonly asRoot: boolean
}

function ProgramForm({ onSend }: { readonly onSend: (program: Program) => void }) {
  const form = useForm<ProgramDraft, Program>({ command: '', asRoot: false }, checkProgram, onSend)
  return (
    <form onSubmit={form.send} noValidate>
      <TextInput
        data-autofocus
        label="Command"
        description="Empty: a shell that is there."
        placeholder="python3"
        spellCheck={false}
        autoComplete="off"
        value={form.draft.command}
        error={form.errorOf('command')}
        onChange={(event) => form.change({ command: event.currentTarget.value })}
        onBlur={() => form.leave('command')}
      />
      <Checkbox
        mt={10}
        label="As root, whoever the container runs as"
        checked={form.draft.asRoot}
        onChange={(event) => form.change({ asRoot: event.currentTarget.checked })}
      />
      <Group justify="flex-end" mt={16}>
        <Button type="submit">Open</Button>
      </Group>
    </form>
  )
}

export function checkProgram({ command, asRoot }: ProgramDraft): Checked<ProgramDraft, Program> {
  const words = splitWords(command)
  if (words === null) return { ok: false, errors: { command: 'A quote is not closed.' } }
  const argv = words.length === 0 ? null : [...words]
  return { ok: true, request: { argv, user: asRoot ? '0' : null, directory: null, variables: [] } }
}
