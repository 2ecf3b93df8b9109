import { Button, Group, Skeleton, Table, Text, Title } from '@mantine/core'
import { useCallback } from 'react'
import type { Build, BuildDiff, BuildStep } from '../../../main/contract/build.ts'
import { nameBuild } from '../../../main/model/builds/nameBuild.ts'
import { cleanText } from '../../../main/model/cleanText.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { stepWords } from '../docker/build/BuildSteps.tsx'
import classes from './builds.module.css'

interface BuildsDiffProps {
  readonly before: string
  readonly after: string
  readonly onClose: () => void
}

export function BuildsDiff({ before, after, onClose }: BuildsDiffProps) {
  const ask = useCallback(
    (signal: AbortSignal) => client.builds.compare({ before, after }, { signal }),
    [before, after],
  )
  const answer = useAnswer(ask)
  return (
    <>
      <Group justify="space-between" mb={10}>
        <Title order={2}>Two builds</Title>
        <Button size="xs" variant="default" autoFocus onClick={onClose}>
          Back to the builds
        </Button>
      </Group>
      {answer.state === 'asking' && <Skeleton height={120} role="status" aria-label="Comparing" />}
      {answer.state === 'failed' && <ProblemNotice title="They could not be compared" problem={answer.problem} />}
      {answer.state === 'there' && <DiffTable diff={answer.value} />}
    </>
  )
}

export function DiffTable({ diff: { before, after, steps, files } }: { readonly diff: BuildDiff }) {
  const rows = steps.flatMap(({ before: one, after: other }) =>
    one && other && one.instruction !== other.instruction
      ? [
          { before: one, after: null },
          { before: null, after: other },
        ]
      : [{ before: one, after: other }],
  )
  return (
    <>
      <div className={classes.tableBox}>
        <Table className={classes.builds} aria-label="Steps of two builds">
          <Table.Thead>
            <Table.Tr>
              <Table.Th aria-label="Change" />
              <Table.Th>Instruction</Table.Th>
              <Table.Th colSpan={2}>{nameSide(before)}</Table.Th>
              <Table.Th colSpan={2}>{nameSide(after)}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ before: one, after: other }) => (
              <Table.Tr key={`${one?.number ?? '-'} ${other?.number ?? '-'}`}>
                <Table.Td>
                  {one && other ? '' : one ? <abbr title="only before">−</abbr> : <abbr title="only after">+</abbr>}
                </Table.Td>
                <Table.Td className={classes.name}>
                  <code>{cleanText((one ?? other)?.instruction ?? '')}</code>
                </Table.Td>
                <StepCells step={one} />
                <StepCells step={other} />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Text size="sm" mt={8}>
        {describeFiles(files)}
      </Text>
    </>
  )
}

function StepCells({ step }: { readonly step: BuildStep | null }) {
  return (
    <>
      <Table.Td>{step && stepWords[step.state]}</Table.Td>
      <Table.Td className={classes.number}>{step && (step.ms === null ? '–' : formatDuration(step.ms))}</Table.Td>
    </>
  )
}

function nameSide(build: Build): string {
  const took = build.ms === null ? '' : `, ${formatDuration(build.ms)}`
  return `${keepApart(nameBuild(build))}, ${formatWhen(build.startedAt)}${took}`
}

function describeFiles(files: BuildDiff['files']): string {
  if (files === null) return 'Which files were sent is not known of both.'
  if (files.length === 0) return 'The same files were sent.'
  const named = files.slice(0, 10).map(({ path, change }) => `${cleanText(path)} (${change})`)
  return `Files: ${named.join(', ')}${files.length > 10 ? ` and ${files.length - 10} more` : ''}`
}
