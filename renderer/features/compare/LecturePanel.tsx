import { Table, Title } from '@mantine/core'
import type { LectureAnswer } from '../../../main/model/lecture/answer.ts'
import type { LectureCell } from '../../../main/model/lecture/gradeCell.ts'
import { describeFigureGrade } from '../../../main/model/lecture/gradeTableCell.ts'
import { lectureRows } from '../../../main/model/lecture/lectureTable.ts'
import { Panel } from '../../ui/Panel.tsx'
import classes from './compare.module.css'
import { GradeMark } from './GradeMark.tsx'

/** The lecture's closing table: its word, what was measured here, and whether the two agree. */
export function LecturePanel({ answer }: { readonly answer: LectureAnswer }) {
  return (
    <Panel label="The lecture’s table, answered">
      <Title order={2} mb={6}>
        The lecture’s table, answered
      </Title>
      {answer.doubts.map((doubt) => (
        <p key={doubt} className={classes.note}>
          {doubt}
        </p>
      ))}
      <div className={classes.tableBox}>
        <Table layout="fixed" className={classes.table} verticalSpacing={7} horizontalSpacing={10}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.rowHead}>
                <span className={classes.unit}>the lecture’s word · measured</span>
              </Table.Th>
              {answer.columns.map(({ id, title }) => (
                <Table.Th key={id}>{title}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {answer.rows.map(({ id, title, cells }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" className={classes.rowHead}>
                  {title}
                </Table.Th>
                {cells.map((cell) => (
                  <Table.Td key={cell.column}>
                    <Answer cell={cell} best={lectureRows.find((row) => row.id === id)?.best ?? 'low'} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Panel>
  )
}

const signs = {
  agrees: '✓',
  disagrees: '✗',
  'not measurable here': '–',
  'left open by the lecture': '?',
} as const satisfies Record<LectureCell['agreement'], string>

function Answer({ cell, best }: { readonly cell: LectureCell; readonly best: 'low' | 'high' }) {
  const { said, agreement, provisional, why, figures, contender } = cell
  const deciding = figures.filter(({ decides }) => decides)
  return (
    <>
      <div className={classes.said}>“{said}”</div>
      <div className={classes.verdict} data-agreement={agreement}>
        <span aria-hidden="true">{signs[agreement]}</span> {agreement}
        {provisional && ', as far as it was measured'}
      </div>
      {deciding.map((figure) => (
        <div key={figure.id} className={classes.note}>
          {figure.title} <strong>{figure.text}</strong>{' '}
          {figure.step !== null && figure.word !== null && (
            <GradeMark grade={{ word: figure.word, step: figure.step, figures: [describeFigureGrade(figure, best)] }} />
          )}
        </div>
      ))}
      {why !== '' && <div className={classes.note}>{why}</div>}
      {contender !== null && <div className={classes.note}>of {contender.title}</div>}
    </>
  )
}
