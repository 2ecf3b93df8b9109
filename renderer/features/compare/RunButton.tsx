import { Button } from '@mantine/core'
import { cancelRun, startRun, useActiveRun } from '../../store/activeRun.ts'
import { useConnection } from '../../store/connection.ts'
import { buildRunRequest, useRunRequest } from '../../store/runRequest.ts'
import { useRunRequestDraft } from './useRunRequestDraft.ts'

/** Starts a comparison; while one is running, cancels it. */
export function RunButton() {
  const phase = useActiveRun((state) => state.phase)
  const isOpen = useConnection(({ state }) => state === 'open')
  const draft = useRunRequestDraft()
  const taken = (draft ?? []).filter((one) => one.taken).map(({ contender }) => contender)
  if (phase === 'idle' || phase === 'starting') {
    return (
      <Button
        miw={160}
        loading={phase === 'starting'}
        disabled={!isOpen || taken.length === 0}
        onClick={() => void startRun(buildRunRequest(taken, useRunRequest.getState()))}
      >
        Run comparison
      </Button>
    )
  }
  return (
    <Button miw={160} variant="default" disabled={!isOpen || phase === 'cancelling'} onClick={() => void cancelRun()}>
      {phase === 'cancelling' ? 'Cancelling…' : 'Cancel'}
    </Button>
  )
}
