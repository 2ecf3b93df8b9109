import { Button, Group, Title } from '@mantine/core'
import { useState } from 'react'
import type { Build } from '../../../main/contract/build.ts'
import { nameBuild } from '../../../main/model/builds/nameBuild.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { client } from '../../client.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { Facts } from '../../ui/Facts.tsx'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { BuildProblem } from '../docker/build/BuildProblem.tsx'
import { BuildSteps } from '../docker/build/BuildSteps.tsx'

interface BuildDetailsProps {
  readonly build: Build
  readonly onClose: () => void
  readonly onRemoved: () => void
}

export function BuildDetails({ build, onClose, onRemoved }: BuildDetailsProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const remove = async () => {
    try {
      await client.builds.remove({ id: build.id })
      onRemoved()
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  return (
    <>
      <Group justify="space-between" mb={10}>
        <Title order={2}>{keepApart(nameBuild(build))}</Title>
        <Group gap={8}>
          <Button size="xs" variant="default" onClick={() => void remove()}>
            Forget this build
          </Button>
          <Button size="xs" variant="default" autoFocus onClick={onClose}>
            Back to the builds
          </Button>
        </Group>
      </Group>
      {problem && <ProblemNotice title="It is still kept" problem={problem} />}
      <Facts facts={listFacts(build)} />
      <BuildProblem build={build} />
      <BuildSteps steps={build.steps} />
    </>
  )
}

function listFacts(build: Build): Readonly<Record<string, string>> {
  const { id, startedAt, builder, folder, dockerfile, context, argumentNames, target, platform, imageId, tags } = build
  const facts: readonly (readonly [string, string | null])[] = [
    ['Begun', formatWhen(startedAt)],
    ['Outcome', build.state],
    ['Names', tags.length > 1 ? tags.join(', ') : null],
    ['Builder', builder === 'buildkit' ? 'BuildKit' : builder],
    ['Folder', folder],
    ['Dockerfile', dockerfile ?? 'written in the app or given on stdin'],
    ['Sent', context === null ? null : `${context.files} files, ${formatQuantity(context.bytes, 'bytes')}`],
    ['Build arguments', argumentNames.length === 0 ? null : argumentNames.join(', ')],
    ['Stage', target],
    ['Platform', platform],
    ['Cache', build.noCache ? 'was not to be used' : null],
    ['Image', imageId],
    ['Kept as', id],
  ]
  return Object.fromEntries(facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
