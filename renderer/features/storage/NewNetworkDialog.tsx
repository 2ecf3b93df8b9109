import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { NewNetwork } from '../../../main/contract/networks.ts'
import { client } from '../../client.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { describeField } from '../instances/describeField.ts'
import { FormButtons, FormDialog } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import classes from './storage.module.css'
import { checkNetwork, firstNetwork, type NetworkDraft } from './storageDrafts.ts'

interface NewNetworkDialogProps {
  readonly onMade: () => void
  readonly onClose: () => void
}

export function NewNetworkDialog({ onMade, onClose }: NewNetworkDialogProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async (request: NewNetwork) => {
    try {
      await client.networks.create(request)
      onMade()
      onClose()
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  const form = useForm(firstNetwork, checkNetwork, (request) => void send(request))
  return (
    <FormDialog title="New network" onClose={onClose} work={undefined} size={520}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <TextInput data-autofocus label="Name" required {...describeField<NetworkDraft>(form, 'name')} />
        <TextInput
          label="Subnet"
          description="Left empty, Docker chooses one that is free."
          placeholder="10.20.0.0/24"
          {...describeField<NetworkDraft>(form, 'subnet')}
        />
        <Switch
          label="Internal"
          description="Its containers reach each other, and nothing outside."
          checked={form.draft.internal}
          onChange={(event) => form.change({ internal: event.currentTarget.checked })}
        />
        {problem && <ProblemNotice title="The network was not made" problem={problem} />}
        <FormButtons action="Create" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
