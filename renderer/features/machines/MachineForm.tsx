import { SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core'
import type { MachineRequest, MachineTechnology } from '../../../main/contract/machine.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { useApp } from '../../store/app.ts'
import { describeField } from '../instances/describeField.ts'
import { FileNote } from '../instances/FileNote.tsx'
import { FormButtons } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { EngineChoice } from './EngineChoice.tsx'
import { engineWords } from './engineWords.ts'
import { checkMachine, firstMachine, type MachineDraft, takesGuestSystem } from './machineDraft.ts'
import classes from './machines.module.css'

interface MachineFormProps {
  /** Those with which one can be made now; the first is chosen. */
  readonly engines: readonly [MachineTechnology, ...MachineTechnology[]]
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

const disks: { readonly value: MachineDraft['disk']; readonly label: string }[] = [
  { value: 'new', label: 'New' },
  { value: 'existing', label: 'An existing file' },
  { value: 'none', label: 'None' },
]

export function MachineForm({ engines, onSend, onClose }: MachineFormProps) {
  const first: MachineDraft = { ...firstMachine, technology: engines[0] }
  const form = useForm(first, checkMachine, onSend)
  const info = useApp((state) => state.info)
  const { draft, change } = form
  const field = (name: Exclude<keyof MachineDraft, 'hasWindow'>) => describeField<MachineDraft>(form, name)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <EngineChoice engines={engines} value={draft.technology} onChange={(technology) => change({ technology })} />
      <TextInput data-autofocus label="Name" required {...field('name')} />
      <div className={classes.pair}>
        <TextInput
          label="CPUs"
          description={`This machine has ${info?.cores ?? '…'}.`}
          inputMode="numeric"
          {...field('cpus')}
        />
        <TextInput
          label="Memory"
          description={`This machine has ${info ? formatQuantity(info.memoryBytes, 'bytes') : '…'}.`}
          {...field('memory')}
        />
      </div>
      <div className={classes.choice}>
        <span>Disk</span>
        <SegmentedControl
          size="xs"
          data={disks}
          value={draft.disk}
          onChange={(disk) => change({ disk })}
          aria-label="Disk"
        />
      </div>
      {draft.disk === 'new' && (
        <TextInput
          label="Size of the disk"
          description="What the guest sees. On this machine it takes what the guest has written."
          {...field('diskSize')}
        />
      )}
      {draft.disk === 'existing' && (
        <TextInput
          label="File of the disk"
          description={`${engineWords[draft.technology].diskFormats} It is used where it is, and not copied.`}
          placeholder={engineWords[draft.technology].diskPlaceholder}
          {...field('diskPath')}
        />
      )}
      <TextInput
        label="ISO image in its drive"
        description="Such as an installer. Empty: none."
        placeholder="/home/you/debian.iso"
        {...field('iso')}
      />
      {(draft.disk === 'existing' || draft.iso !== '') && <FileNote />}
      <Textarea
        label="Ports that lead into it"
        description="One a line: the port of this machine, then the guest’s."
        placeholder={'2222 → 22 tcp\n5353 → 53 udp'}
        autosize
        minRows={2}
        maxRows={6}
        {...field('ports')}
      />
      {takesGuestSystem(draft.technology) && (
        <TextInput
          label="Guest system"
          description="As ‘VBoxManage list ostypes’ calls it, such as Debian_64. Empty: the engine’s own choice."
          {...field('osType')}
        />
      )}
      {engineWords[draft.technology].opensWindows && (
        <Switch
          label="Opens a window when it starts"
          checked={draft.hasWindow}
          onChange={(event) => change({ hasWindow: event.currentTarget.checked })}
        />
      )}
      <FormButtons action="Create" onCancel={onClose} />
    </form>
  )
}
