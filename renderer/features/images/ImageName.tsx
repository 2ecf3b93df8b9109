import type { Image } from '../../../main/contract/live.ts'
import { classes } from './classes.ts'
import { splitName } from './imageRows.ts'

/** Its first name, the tag apart from the repository; or that it has none. */
export function ImageName({ image: { names } }: { readonly image: Pick<Image, 'names'> }) {
  const [name] = names
  if (name === undefined) return <em className={classes.nameless}>no name</em>
  const { repository, tag } = splitName(name)
  return (
    <span className={classes.fullName}>
      <span className={classes.repository}>{repository}</span>
      {tag !== null && <span className={classes.tag}>:{tag}</span>}
    </span>
  )
}
