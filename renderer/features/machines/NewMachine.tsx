import { Button, Group, Text } from '@mantine/core'
import type { MachineAbilities, MachineRequest, MachineTechnology } from '../../../main/contract/machine.ts'
import { client } from '../../client.ts'
import { useEngines } from '../../store/engines.ts'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { FormDialog } from '../instances/FormDialog.tsx'
import { selectMade } from '../instances/instanceView.ts'
import { useWork } from '../instances/useWork.ts'
import { ImportForm } from './ImportForm.tsx'
import { MachineForm } from './MachineForm.tsx'

interface NewMachineProps {
  readonly kind: 'create' | 'import'
  readonly abilities: readonly MachineAbilities[]
  readonly onClose: () => void
}

/** A form for a new machine, then how far it is. Without an engine that could make one: how to get one. */
export function NewMachine({ kind, abilities, onClose }: NewMachineProps) {
  const { work, start } = useWork(onClose)
  const views = useEngines((state) => state.engines)
  const able = abilities.filter(({ imports }) => kind === 'create' || imports).map(({ technology }) => technology)
  const [first, ...others] = able.filter((technology) => views[technology]?.state === 'ready')
  const send = async (request: MachineRequest) => {
    if (request.action !== 'create' && request.action !== 'import') return
    const name = request.action === 'create' ? request.spec.name : request.name
    const order = { technology: request.technology, action: request.action, name }
    const made = await start(order, (ticket) => client.machines.perform({ ...request, ticket }))
    if (made?.instance) selectMade(made.instance)
  }
  const Form = kind === 'create' ? MachineForm : ImportForm
  return (
    <FormDialog title={kind === 'create' ? 'New machine' : 'Import a machine'} onClose={onClose} work={work}>
      {first ? (
        <Form engines={[first, ...others]} onSend={(request) => void send(request)} onClose={onClose} />
      ) : (
        <NoEngine technologies={able} onClose={onClose} />
      )}
    </FormDialog>
  )
}

interface NoEngineProps {
  readonly technologies: readonly MachineTechnology[]
  readonly onClose: () => void
}

function NoEngine({ technologies, onClose }: NoEngineProps) {
  const views = useEngines((state) => state.engines)
  const isAsking = technologies.some((one) => (views[one]?.state ?? 'checking') === 'checking')
  return (
    <>
      <Text size="sm" mb={8} role="status">
        {isAsking ? 'Asking the engines whether they are ready…' : 'No engine that makes machines is ready here.'}
      </Text>
      {technologies.map((technology) => {
        const view = views[technology]
        return (
          <div key={technology}>
            <Text size="sm">
              <strong>{technologyFacts[technology].title}</strong>:{' '}
              {view && 'why' in view ? view.why : 'being checked…'}
            </Text>
            <RemedyText remedy={view && 'remedy' in view ? view.remedy : undefined} />
          </div>
        )
      })}
      <Group justify="flex-end" mt={16}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Close
        </Button>
      </Group>
    </>
  )
}
