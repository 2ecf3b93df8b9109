import type { Technology } from '../../../main/contract/technology.ts'
import { useWorks } from '../../store/works.ts'
import { Panel } from '../../ui/Panel.tsx'
import { WorkView } from './WorkView.tsx'
import classes from './work.module.css'

/** What was ordered here and goes on without a dialog, or has failed meanwhile. */
export function WorkList({ technologies }: { readonly technologies: readonly Technology[] }) {
  const works = useWorks((state) => state.works)
  const own = works.filter(({ technology, isHeld }) => !isHeld && technologies.includes(technology))
  if (own.length === 0) return null
  return (
    <Panel label="What is being done">
      <div className={classes.list}>
        {own.map((work) => (
          <WorkView key={work.key} work={work} />
        ))}
      </div>
    </Panel>
  )
}
