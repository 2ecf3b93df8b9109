import type { Build } from '../../../../main/contract/build.ts'
import { cleanText } from '../../../../main/model/cleanText.ts'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import classes from './build.module.css'

/** What a build has failed at, with the line of the Dockerfile. */
export function BuildProblem({ build }: { readonly build: Build }) {
  const { problem, state } = build
  if (problem === null || state === 'cancelled') return null
  const title = problem.line === null ? 'The build failed' : `The build failed at line ${problem.line}`
  return (
    <ProblemNotice title={title} problem={problem}>
      {problem.lineText !== null && (
        <pre className={classes.output}>
          {problem.line} {cleanText(problem.lineText)}
        </pre>
      )}
    </ProblemNotice>
  )
}
