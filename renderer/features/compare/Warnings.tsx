import { Title } from '@mantine/core'
import type { RunWarning } from '../../../main/contract/run.ts'
import classes from './compare.module.css'

export function Warnings({ warnings }: { readonly warnings: readonly RunWarning[] }) {
  if (warnings.length === 0) return null
  return (
    <div className={classes.warnings}>
      <Title order={3} fz="sm" mb={4}>
        What to keep in mind
      </Title>
      <ul>
        {warnings.map(({ code, contender, metric, message }) => (
          <li key={[code, contender, metric, message].join()}>{message}</li>
        ))}
      </ul>
    </div>
  )
}
