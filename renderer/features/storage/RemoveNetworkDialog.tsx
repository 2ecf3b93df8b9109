import { useState } from 'react'
import type { Network } from '../../../main/contract/networks.ts'
import { client } from '../../client.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { ConfirmLoss } from '../instances/ConfirmLoss.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'

interface RemoveNetworkDialogProps {
  readonly network: Network
  readonly onDone: () => void
  readonly onClose: () => void
}

export function RemoveNetworkDialog({ network: { id, name }, onDone, onClose }: RemoveNetworkDialogProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    try {
      await client.networks.remove({ id })
      onDone()
      onClose()
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  return (
    <FormDialog title={`Remove the network ${keepApart(name)}?`} onClose={onClose} work={undefined} size={560}>
      {problem && <ProblemNotice title="The network stays" problem={problem} />}
      <ConfirmLoss
        loss="No data is in it. Containers that name it do not start until there is one of this name again."
        verb="Remove it"
        onConfirm={() => void send()}
        onClose={onClose}
      />
    </FormDialog>
  )
}
