import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Remedy } from '../../main/contract/errors.ts'
import { CopyCommand } from './CopyCommand.tsx'
import { Notice } from './Notice.tsx'
import classes from './ui.module.css'

interface ProblemNoticeProps {
  readonly title: string
  readonly problem: {
    readonly message: string
    readonly remedy?: Remedy | undefined
    readonly detail?: string | undefined
  }
  /** What can be done with it. */
  readonly children?: ReactNode
}

/** What happened, what to do about it, and the program's own last lines. */
export function ProblemNotice({ title, problem, children }: ProblemNoticeProps) {
  return (
    <Notice title={title}>
      <Text size="sm">{problem.message}</Text>
      <RemedyText remedy={problem.remedy} />
      {problem.detail && <pre className={classes.detail}>{problem.detail}</pre>}
      {children}
    </Notice>
  )
}

export function RemedyText({ remedy }: { readonly remedy: Remedy | undefined }) {
  if (!remedy) return null
  return (
    <>
      <Text size="sm" my={4}>
        {remedy.text}
      </Text>
      {remedy.command && <CopyCommand command={remedy.command} />}
    </>
  )
}
