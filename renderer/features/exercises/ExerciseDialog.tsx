import { Modal } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { BuildDialog } from '../docker/build/BuildDialog.tsx'
import { ChangesView } from '../docker/containers/ChangesView.tsx'
import { CommitDialog } from '../docker/containers/CommitDialog.tsx'
import { RunDialog } from '../docker/run/RunDialog.tsx'
import { PullDialog } from '../docker/transfer/PullDialog.tsx'
import { PushDialog } from '../docker/transfer/PushDialog.tsx'
import type { ExerciseFacts } from './exerciseFacts.ts'
import type { StepId } from './exerciseSteps.ts'
import { writeDockerfile } from './writeDockerfile.ts'

interface ExerciseDialogProps {
  readonly step: StepId
  readonly facts: ExerciseFacts
  readonly onClose: () => void
}

/** What does a step, filled in as far as it is known. */
export function ExerciseDialog({ step, facts, onClose }: ExerciseDialogProps) {
  const { names, container } = facts
  switch (step) {
    case 'pull':
      return <PullDialog reference={names.begin ?? ''} onClose={onClose} />
    case 'run':
      return <RunDialog image={names.begin ?? ''} as="terminal" onClose={onClose} />
    case 'changes':
      return container && <ChangesDialog container={container} onClose={onClose} />
    case 'commit':
      return container && <CommitDialog instance={container} imageName={names.modified ?? ''} onClose={onClose} />
    case 'push':
      return <PushByName image={facts.modified} name={names.modified} onClose={onClose} />
    case 'pushBuilt':
      return <PushByName image={facts.built} name={names.built} onClose={onClose} />
    case 'build':
    case 'rebuild': {
      const text = writeDockerfile(names.begin ?? 'debian:stable-slim', step === 'build' ? 'Hello' : 'Hi')
      return <BuildDialog first={{ isWritten: true, text, tags: names.built ?? '' }} onClose={onClose} />
    }
  }
}

interface PushByNameProps {
  readonly image: ExerciseFacts['modified']
  readonly name: string | null
  readonly onClose: () => void
}

/** Of several names the dialog offers the first. */
function PushByName({ image, name, onClose }: PushByNameProps) {
  if (!image || name === null) return null
  const names = [name, ...image.names.filter((other) => other !== name)]
  return <PushDialog image={{ ...image, names }} onClose={onClose} />
}

interface ChangesDialogProps {
  readonly container: ListedInstance
  readonly onClose: () => void
}

function ChangesDialog({ container: { id, name }, onClose }: ChangesDialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={`What ${keepApart(name)} has changed`}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      <ChangesView id={id} />
    </Modal>
  )
}
