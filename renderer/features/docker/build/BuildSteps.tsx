import { Table } from '@mantine/core'
import type { BuildStep, BuildStepState } from '../../../../main/contract/build.ts'
import { describeReason } from '../../../../main/model/builds/describeReason.ts'
import { cleanText } from '../../../../main/model/cleanText.ts'
import { formatDuration } from '../../../../main/model/format.ts'
import classes from './build.module.css'

export const stepWords: Readonly<Record<BuildStepState, string>> = {
  waiting: 'waiting',
  running: 'running',
  cached: 'cached',
  new: 'new',
  settings: 'settings',
  failed: 'failed',
  cancelled: 'cancelled',
  notReached: 'not reached',
}

interface BuildStepsProps {
  readonly steps: readonly BuildStep[]
  /** What each has written, by its number. */
  readonly output?: ReadonlyMap<number, string>
}

/** Each step with its state, its time, and of a new one why it was not cached. */
export function BuildSteps({ steps, output }: BuildStepsProps) {
  return (
    <div className={classes.tableBox}>
      <Table className={classes.steps} aria-label="Steps">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.numberColumn}>Step</Table.Th>
            <Table.Th>Instruction</Table.Th>
            <Table.Th className={classes.stateColumn}>State</Table.Th>
            <Table.Th className={classes.timeColumn}>Time</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((step) => (
            <StepRow key={step.number} step={step} output={output?.get(step.number)} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function StepRow({ step, output }: { readonly step: BuildStep; readonly output: string | undefined }) {
  const { number, instruction, state, reason, ms } = step
  const isOpen = ['running', 'failed', 'cancelled'].includes(state)
  return (
    <Table.Tr data-state={state}>
      <Table.Td className={classes.figure}>{number}</Table.Td>
      <Table.Td>
        <code className={classes.instruction}>{cleanText(instruction)}</code>
        {reason && <div className={classes.reason}>{cleanText(describeReason(reason))}</div>}
        {output !== undefined && (
          <details open={isOpen || undefined}>
            <summary className={classes.reason}>Output</summary>
            <pre className={classes.output}>{lastLines(output)}</pre>
          </details>
        )}
      </Table.Td>
      <Table.Td className={classes.state}>{stepWords[state]}</Table.Td>
      <Table.Td className={classes.figure}>{ms === null ? '–' : formatDuration(ms)}</Table.Td>
    </Table.Tr>
  )
}

const mostLines = 200

function lastLines(output: string): string {
  return output
    .split('\n')
    .slice(-mostLines)
    .map((line) => cleanText(line))
    .join('\n')
}
