import { Select, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import type { LectureAnswer } from '../../../../main/model/lecture/answer.ts'
import { recommendForWeights } from '../../../../main/model/lecture/recommend.ts'
import type { CriterionId } from '../../../../main/model/lecture/uses.ts'
import { type Saying, sayResults } from '../../../../main/model/says/sayResults.ts'
import { Panel } from '../../../ui/Panel.tsx'
import { ClaimList } from './ClaimList.tsx'
import { OwnWeights } from './OwnWeights.tsx'
import { RecommendationText } from './RecommendationText.tsx'
import classes from './says.module.css'

const own = 'own'

const sayingTitles = {
  doubt: 'With care',
  startup: 'Start-up',
  memory: 'Memory',
  cpu: 'CPU',
  isolation: 'Isolation',
} as const satisfies Record<Saying['id'], string>

interface WhatThisSaysProps {
  readonly run: Run
  /** Null for a run that has not measured what the lecture asks about. */
  readonly answer: LectureAnswer | null
}

/** The figures in sentences, and which technology they speak for. */
export function WhatThisSays({ run, answer }: WhatThisSaysProps) {
  const sayings = useMemo(() => sayResults(run), [run])
  if (sayings.length === 0) return null
  return (
    <Panel label="What this says">
      <Title order={2} mb={4}>
        What this says
      </Title>
      <div className={classes.columns}>
        <dl className={classes.sayings}>
          {sayings.map(({ id, text }) => (
            <div key={id} className={id === 'doubt' ? classes.doubt : undefined}>
              <dt>{sayingTitles[id]}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        {answer === null ? (
          <p className={classes.note}>
            Recommendations need everything measured: choose “Everything” under What to measure for the next run.
          </p>
        ) : (
          <div>
            <Uses run={run} answer={answer} />
            <ClaimList claims={answer.claims} />
          </div>
        )}
      </div>
    </Panel>
  )
}

function Uses({ run, answer }: { readonly run: Run; readonly answer: LectureAnswer }) {
  const [use, setUse] = useState<string>(answer.uses[0]?.id ?? own)
  const [weights, setWeights] = useState<Readonly<Partial<Record<CriterionId, number>>>>({ computing: 3, startup: 3 })
  const chosen = answer.uses.find(({ id }) => id === use)
  return (
    <div className={classes.uses}>
      <Select
        size="xs"
        w={260}
        label="Recommended for"
        allowDeselect={false}
        data={[
          ...answer.uses.map(({ id, title }) => ({ value: id, label: title })),
          { value: own, label: 'Your own weights' },
        ]}
        value={use}
        onChange={(value) => setUse(value ?? own)}
      />
      {chosen === undefined && <OwnWeights weights={weights} onChange={setWeights} />}
      <RecommendationText recommendation={chosen ?? recommendForWeights(run, weights)} />
    </div>
  )
}
