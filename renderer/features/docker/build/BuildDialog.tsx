import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { Build, BuildRequest } from '../../../../main/contract/build.ts'
import type { Technology } from '../../../../main/contract/technology.ts'
import { countSteps, nameBuild } from '../../../../main/model/builds/nameBuild.ts'
import { formatDuration, formatQuantity } from '../../../../main/model/format.ts'
import { useCapability } from '../../../store/app.ts'
import { CopyCommand } from '../../../ui/CopyCommand.tsx'
import { keepApart } from '../../../ui/keepApart.ts'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { useForm } from '../../instances/useForm.ts'
import { BuildForm } from './BuildForm.tsx'
import { BuildProblem } from './BuildProblem.tsx'
import { BuildSteps } from './BuildSteps.tsx'
import { type BuildDraft, checkBuild, emptyBuild } from './buildDraft.ts'
import { useBuild } from './useBuild.ts'

interface BuildDialogProps {
  readonly technology?: Technology
  readonly onClose: () => void
  /** With each build that has ended, however. */
  readonly onEnded?: (build: Build) => void
}

/** A build from a folder or a Dockerfile that is written here; then its steps as they go on. Mounted while it is open. */
export function BuildDialog({ technology = 'docker', onClose, onEnded }: BuildDialogProps) {
  const allowsCommands = useCapability('run.custom')
  const ordered = useBuild()
  const [isFormShown, setFormShown] = useState(true)
  const order = async (request: BuildRequest) => {
    setFormShown(false)
    const build = await ordered.start(request)
    if (build) onEnded?.(build)
    if (build?.state !== 'done') setFormShown(true)
  }
  const form = useForm<BuildDraft, BuildRequest>(
    emptyBuild,
    (draft) => checkBuild(draft, technology),
    (request) => void order(request),
  )
  const { build, output, problem, isRunning, cancel } = ordered
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      title="Build an image"
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      // A click beside it would throw away what was typed.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      {!allowsCommands && (
        <Text component="div" size="sm">
          A Dockerfile runs commands, and this page runs none: whoever reaches it could run any. In a terminal:
          <CopyCommand command="isoscope image build -t web:1.0 FOLDER" />
        </Text>
      )}
      {problem && <ProblemNotice title="It was not built" problem={problem} />}
      {build && <BuildProblem build={build} />}
      {build && (
        <>
          <Text size="sm" my={8} role="status">
            {describeBuild(build)}
          </Text>
          <BuildSteps steps={build.steps} output={output} />
        </>
      )}
      {(isRunning || build?.state === 'done') && (
        <Group justify="space-between" gap={8} mt={12}>
          <Text size="sm" c="dimmed">
            {isRunning ? 'It goes on when this is closed.' : 'Its steps and times are kept under Builds.'}
          </Text>
          <Group gap={8}>
            {isRunning && (
              <Button variant="default" disabled={cancel === null} onClick={() => cancel?.()}>
                Cancel the build
              </Button>
            )}
            {!isRunning && (
              <Button variant="default" onClick={() => setFormShown(true)}>
                Build again
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          </Group>
        </Group>
      )}
      {allowsCommands && isFormShown && !isRunning && (
        <BuildForm form={form} failedLine={build?.problem?.line ?? null} onCancel={onClose} />
      )}
    </Modal>
  )
}

function describeBuild(build: Build): string {
  const { state, steps, context, ms } = build
  const sent = context === null ? '' : ` · ${context.files} files, ${formatQuantity(context.bytes, 'bytes')} sent`
  const counts = `${countSteps(build, 'cached')} of ${steps.length} steps cached, ${countSteps(build, 'new')} new`
  const took = ms === null ? '' : ` in ${formatDuration(ms)}`
  const words = { running: 'Building', done: 'Built', failed: 'Failed', cancelled: 'Cancelled' } as const
  return `${words[state]} ${keepApart(nameBuild(build))}${took}: ${counts}${sent}`
}
