import { Loader, Text, Title } from '@mantine/core'
import { useImages } from '../../store/images.ts'
import { useLive } from '../../store/live.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import shared from '../instances/instances.module.css'
import { classes } from './classes.ts'

/** In place of the table: nobody has answered yet, or there is nothing and how to get one. */
export function NoImages() {
  const images = useImages((state) => state.images)
  const failures = useImages((state) => state.failures)
  const problem = useImages((state) => state.problem)
  const engine = useLive(({ engines }) => engines?.find(({ technology }) => technology === 'docker')?.state)
  // The notes above say what is the matter with the engine, and what to do.
  if (problem || failures.length > 0 || engine === 'absent' || engine === 'away') return null
  if (images === null) {
    return (
      <div className={shared.nothing}>
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> Asking which images there are…
        </Text>
      </div>
    )
  }
  return (
    <div className={shared.nothing}>
      <Title order={2} mb={6}>
        No images yet
      </Title>
      <Text size="sm" maw="72ch">
        An image is what containers are made from: files in layers, each made by one instruction of a Dockerfile, and
        shared by all images that begin with it. They are listed here by themselves as soon as they exist.
      </Text>
      <div className={classes.ways}>
        <div>
          <Text size="sm" mb={4}>
            Pull one from a registry:
          </Text>
          <CopyCommand command="docker pull debian:stable-slim" />
        </div>
        <div>
          <Text size="sm" mb={4}>
            Or build one, in a folder with a Dockerfile:
          </Text>
          <CopyCommand command="docker build --tag first-image ." />
        </div>
      </div>
    </div>
  )
}
