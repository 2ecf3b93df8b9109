import { Button, Loader, Modal, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { EnvironmentMaker } from '../../../main/contract/environment.ts'
import type { Instance } from '../../../main/contract/instance.ts'
import { client } from '../../client.ts'
import { openPage } from '../../store/navigation.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { FormButtons, FormDialog } from '../instances/FormDialog.tsx'
import { useForm } from '../instances/useForm.ts'
import { useWork } from '../instances/useWork.ts'
import { EnvironmentFields } from './EnvironmentFields.tsx'
import {
  checkEnvironment,
  type EnvironmentDraft,
  type EnvironmentRequest,
  emptyEnvironment,
} from './environmentForm.ts'
import { MakersMissing } from './MakersMissing.tsx'

interface NewEnvironmentProps {
  readonly onMade: (instance: Instance) => void
  readonly onClose: () => void
}

const title = 'New environment'

/** Asks what can make one here, then what is to be made. */
export function NewEnvironment(props: NewEnvironmentProps) {
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  const ask = useCallback((signal: AbortSignal) => client.environments.makers({}, { signal }), [attempt])
  const answer = useAnswer(ask)
  if (answer.state === 'there' && answer.value.makers.length > 0) {
    return <EnvironmentDialog {...props} makers={answer.value.makers} failures={answer.value.failures} />
  }
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={620}
      title={title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      {answer.state === 'asking' && (
        <Text size="sm">
          <Loader size={14} mr={8} />
          Looking for what can make one here…
        </Text>
      )}
      {answer.state === 'failed' && (
        <ProblemNotice title="What can make one could not be read" problem={answer.problem} />
      )}
      {answer.state === 'there' && <MakersMissing failures={answer.value.failures} />}
      {answer.state !== 'asking' && (
        <Button size="xs" variant="default" mt={10} onClick={() => setAttempt(attempt + 1)}>
          Look again
        </Button>
      )}
    </Modal>
  )
}

interface EnvironmentDialogProps extends NewEnvironmentProps {
  readonly makers: readonly EnvironmentMaker[]
  readonly failures: Awaited<ReturnType<typeof client.environments.makers>>['failures']
}

function EnvironmentDialog({ makers, failures, onMade, onClose }: EnvironmentDialogProps) {
  const { work, start } = useWork(onClose)
  const send = async (order: EnvironmentRequest) => {
    const done = await start(describeOrder(order), (ticket) => make(order, ticket))
    if (done) onMade(done.instance)
  }
  const [first] = makers
  const makerOf = (draft: EnvironmentDraft) => makers.find(({ id }) => id === draft.maker) ?? first
  const form = useForm<EnvironmentDraft, EnvironmentRequest>(
    { ...emptyEnvironment, maker: first?.id ?? '' },
    (draft) => {
      const maker = makerOf(draft)
      return maker ? checkEnvironment(draft, maker) : { ok: false, errors: { maker: 'Nothing here can make one.' } }
    },
    (order) => void send(order),
  )
  const maker = makerOf(form.draft)
  return (
    <FormDialog title={title} onClose={onClose} work={work}>
      <form onSubmit={form.send} noValidate>
        {maker && <EnvironmentFields form={form} maker={maker} makers={makers} />}
        {failures.map(({ technology, error }) => (
          <Text key={technology} size="sm" c="var(--iso-warn)" mt={10}>
            {technologyFacts[technology].title} does not answer: {error.message}
          </Text>
        ))}
        {makers.every(({ technology }) => technology !== 'conda') && (
          <Text size="sm" c="dimmed" mt={12}>
            conda, mamba and micromamba would be offered too; none of them is here.{' '}
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                onClose()
                openPage('engines')
              }}
            >
              How to get conda
            </Button>
          </Text>
        )}
        <FormButtons action="Create" onCancel={onClose} />
      </form>
    </FormDialog>
  )
}

function make(order: EnvironmentRequest, ticket: string) {
  return order.kind === 'create'
    ? client.environments.create({ ...order.request, ticket })
    : client.environments.import({ ...order.request, ticket })
}

function describeOrder({ kind, request }: EnvironmentRequest) {
  const place = 'spec' in request ? request.spec.place : request.place
  return {
    technology: request.technology,
    action: kind,
    name: 'name' in place ? place.name : place.prefix,
  }
}
