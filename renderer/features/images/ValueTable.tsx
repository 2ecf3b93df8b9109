import { Text } from '@mantine/core'
import type { ChangedValue } from '../../../main/contract/image.ts'
import { dash } from '../instances/describeUse.ts'
import classes from './diff.module.css'
import type { SideNames } from './diffView.ts'

interface ValueTableProps {
  /** What one row is about, such as `Package`. */
  readonly what: string
  readonly names: SideNames
  readonly values: readonly ChangedValue[]
  /** Where there are no differences. */
  readonly none: string
}

/** Values that one side has and the other has otherwise, or not. */
export function ValueTable({ what, names, values, none }: ValueTableProps) {
  if (values.length === 0) return <Text size="sm">{none}</Text>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard
    <section className={classes.box} tabIndex={0} aria-label={`${what}s`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">{names.before}</th>
            <th scope="col">{names.after}</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{describeValue(before)}</td>
              <td>{describeValue(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What is set to nothing is not what is not set. */
function describeValue(value: string | null): string {
  if (value === null) return dash
  return value === '' ? 'set' : value
}
