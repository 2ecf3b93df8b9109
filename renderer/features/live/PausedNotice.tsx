import { Button, Text } from '@mantine/core'
import { pausedByUser } from '../../../main/contract/live.ts'
import { resumeSampling } from '../../store/live.ts'
import { Notice } from '../../ui/Notice.tsx'

/** Why there are no figures. What the user has paused, in the tray, they can let go on here. */
export function PausedNotice({ why }: { readonly why: string }) {
  return (
    <Notice title="No figures at present" tone="warn">
      {why === pausedByUser ? (
        <>
          <Text size="sm">{why} Nothing is asked for figures until it goes on.</Text>
          <Button size="compact-sm" variant="default" mt={8} onClick={() => void resumeSampling()}>
            Resume sampling
          </Button>
        </>
      ) : (
        <Text size="sm">{why} Sampling would disturb it and goes on when it has ended.</Text>
      )}
    </Notice>
  )
}
