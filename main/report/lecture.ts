import type { Run } from '../contract/run.ts'
import { buildLectureAnswer } from '../model/lecture/answer.ts'
import { describeClaim, describeUse, layOutLectureTable } from '../model/lecture/describeAnswer.ts'
import { renderTextTable, wrapText } from './textTable.ts'

/** The lecture's table with this run's answers, and what follows from it; for a terminal. */
export function renderLecture(run: Pick<Run, 'contenders' | 'status' | 'warnings'>, width: number): readonly string[] {
  const answer = buildLectureAnswer(run)
  const claims = answer.claims.flatMap((claim) => hang(describeClaim(claim), width, '  '))
  const uses = answer.uses.flatMap((use) => {
    const [verdict = '', ...lines] = describeUse(use)
    return [...hang(verdict, width, '  '), ...lines.flatMap((line) => hang(line, width, '    '))]
  })
  return [
    'The lecture’s table, answered\n' +
      'A grade is the worst of its figures; docs/lecture.md says where the limits lie and why.\n' +
      `${answer.doubts.flatMap((doubt) => hang(doubt, width, '')).join('')}\n` +
      renderTextTable(layOutLectureTable(answer), width),
    `What the lecture says, and what was measured\n${claims.join('')}`,
    `What this says\n${uses.join('')}`,
  ]
}

/** Wrapped to the width; further lines stand two characters further in than the first. */
function hang(text: string, width: number, indent: string): readonly string[] {
  return wrapText(text, width - indent.length - 2).map((line, index) => `${indent}${index === 0 ? '' : '  '}${line}\n`)
}
