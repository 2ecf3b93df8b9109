import { NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useCallback } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { CloneKind, MachineRequest, MachineTechnology, Snapshot } from '../../../main/contract/machine.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { describeField } from '../instances/describeField.ts'
import { FormButtons } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { engineWords } from './engineWords.ts'
import classes from './machines.module.css'
import { type CloneDraft, checkClone } from './requestDrafts.ts'

interface CloneFormProps {
  readonly instance: ListedInstance
  readonly technology: MachineTechnology
  readonly hasSnapshots: boolean
  readonly kinds: readonly CloneKind[]
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

const words: Readonly<Record<CloneKind, { readonly label: string; readonly description: string }>> = {
  full: { label: 'Full', description: 'Its disks are copied: it stands by itself.' },
  linked: {
    label: 'Linked',
    description: 'Made at once, and small: what it does not change it reads from this one, which must stay meanwhile.',
  },
}

export function CloneForm({ instance: { id }, technology, hasSnapshots, kinds, onSend, onClose }: CloneFormProps) {
  const first: CloneDraft = { name: '', kind: kinds[0] ?? 'full', snapshot: '' }
  const form = useForm(first, (draft: CloneDraft) => checkClone(id, draft), onSend)
  const snapshots = useSnapshots(id, hasSnapshots)
  const isLinked = form.draft.kind === 'linked'
  const { linksTo } = engineWords[technology]
  const field = (name: keyof CloneDraft) => describeField<CloneDraft>(form, name)
  return (
    <form className={classes.form} onSubmit={form.send} noValidate>
      <TextInput data-autofocus label="Name of the new machine" required {...field('name')} />
      {kinds.length > 1 && (
        <Radio.Group
          label="Its disks"
          value={form.draft.kind}
          onChange={(kind) =>
            form.change({ kind: kind === 'linked' ? 'linked' : 'full', ...(linksTo === 'present' && { snapshot: '' }) })
          }
        >
          <Stack gap={6} mt={4}>
            {kinds.map((kind) => (
              <Radio key={kind} value={kind} {...words[kind]} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {isLinked && linksTo === 'snapshot' && (
        <Text size="sm" c="dimmed">
          A linked clone begins at a snapshot: {snapshots.length === 0 ? 'take one first.' : 'choose one.'}
        </Text>
      )}
      {snapshots.length > 0 && !(isLinked && linksTo === 'present') && (
        <NativeSelect
          label="As this one"
          data={[
            { value: '', label: 'is now' },
            ...snapshots.map((snapshot) => ({ value: snapshot.id, label: `was at ${snapshot.name}` })),
          ]}
          {...field('snapshot')}
        />
      )}
      <FormButtons action="Clone" onCancel={onClose} />
    </form>
  )
}

/** What it could be cloned from; until that is known, and where it cannot be read, only as it is now. */
function useSnapshots(id: string, hasSnapshots: boolean): readonly Snapshot[] {
  const ask = useCallback(
    async (signal: AbortSignal) =>
      hasSnapshots ? (await client.machines.snapshots({ id }, { signal })).snapshots : [],
    [id, hasSnapshots],
  )
  const answer = useAnswer(ask)
  return answer.state === 'there' ? answer.value : []
}
