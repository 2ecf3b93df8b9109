import type { Run } from '../contract/run.ts'
import { wrapText } from '../model/wrapText.ts'
import { layOutLecture, lectureTitles } from './lectureTables.ts'
import { renderTextTable } from './textTable.ts'

/** The lecture's table with this run's answers, and what follows from it; for a terminal. */
export function renderLecture(run: Run, width: number): readonly string[] {
  const section = layOutLecture(run)
  if (section === null) return []
  const claims = section.claims.flatMap((claim) => hang(claim, width, '  '))
  const uses = section.uses.flatMap(([verdict = '', ...lines]) => {
    return [...hang(verdict, width, '  '), ...lines.flatMap((line) => hang(line, width, '    '))]
  })
  return [
    `${lectureTitles.table}\n` +
      'A grade is the worst of its figures; docs/lecture.md says where the limits lie and why.\n' +
      `${section.doubts.flatMap((doubt) => hang(doubt, width, '')).join('')}\n` +
      renderTextTable(section.table, width),
    `${lectureTitles.claims}\n${claims.join('')}`,
    `${lectureTitles.uses}\n${uses.join('')}`,
  ]
}

/** Wrapped to the width; further lines stand two characters further in than the first. */
function hang(text: string, width: number, indent: string): readonly string[] {
  return wrapText(text, width - indent.length - 2).map((line, index) => `${indent}${index === 0 ? '' : '  '}${line}\n`)
}
