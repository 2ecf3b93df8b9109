import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { NewVolume } from '../../../main/contract/volumes.ts'
import { client } from '../../client.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { describeField } from '../instances/describeField.ts'
import { FormButtons, FormDialog } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import classes from './storage.module.css'
import { checkVolume, firstVolume, type VolumeDraft } from './storageDrafts.ts'

interface NewVolumeDialogProps {
  readonly onMade: () => void
  readonly onClose: () => void
}

export function NewVolumeDialog({ onMade, onClose }: NewVolumeDialogProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async (request: NewVolume) => {
    try {
      await client.volumes.create(request)
      onMade()
      onClose()
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  const form = useForm(firstVolume, checkVolume, (request) => void send(request))
  return (
    <FormDialog title="New volume" onClose={onClose} work={undefined} size={520}>
      <form className={classes.form} onSubmit={form.send} noValidate>
        <TextInput data-autofocus label="Name" required {...describeField<VolumeDraft>(form, 'name')} />
        <Textarea
          label="Labels"
          description="To find it by, a line for each: NAME=VALUE."
          autosize
          minRows={2}
          {...describeField<VolumeDraft>(form, 'labels')}
        />
        {problem && <ProblemNotice title="The volume was not made" problem={problem} />}
        <FormButtons action="Create" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}
