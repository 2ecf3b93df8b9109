import { Text, Title } from '@mantine/core'
import type { ImageDiff, ImageStep } from '../../../main/contract/image.ts'
import { formatBytes } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { ChangedFiles } from './ChangedFiles.tsx'
import classes from './diff.module.css'
import { describeGrowth, describeLayers, nameSides } from './diffView.ts'
import { Instruction } from './LayerStep.tsx'
import layers from './layers.module.css'
import { ValueTable } from './ValueTable.tsx'

/** Layers as they stand, the common ones below; then what a container of the one sees otherwise than one of the other. */
export function ImageDiffView({ diff }: { readonly diff: ImageDiff }) {
  const { before, after, config, packages, files } = diff
  const names = nameSides(diff)
  return (
    <>
      <div className={classes.sides}>
        <Side name={names.before} bytes={formatBytes(before.bytes)} />
        <Side name={names.after} bytes={`${formatBytes(after.bytes)}, ${describeGrowth(before.bytes, after.bytes)}`} />
      </div>
      <section className={shared.details} aria-label="Layers of both">
        <Title order={2} mb={6}>
          Layers
        </Title>
        <div className={classes.sides}>
          <Steps label="Only in the first" steps={diff.layers.before} />
          <Steps label="Only in the second" steps={diff.layers.after} />
        </div>
        <div className={classes.common}>
          <Steps label="In both" steps={diff.layers.shared} isShared />
        </div>
      </section>
      <section className={shared.details} aria-label="Files that differ">
        <Title order={2}>Files</Title>
        <ChangedFiles files={files} />
      </section>
      <section className={shared.details} aria-label="Settings that differ">
        <Title order={2} mb={4}>
          Settings
        </Title>
        <ValueTable what="Setting" names={names} values={config} none="Both have the same settings." />
      </section>
      <section className={shared.details} aria-label="Packages that differ">
        <Title order={2} mb={4}>
          Packages
        </Title>
        <ValueTable
          what="Package"
          names={names}
          values={packages.changes}
          none={
            packages.databases.length === 0
              ? 'Neither has a database of packages that is read here (dpkg, apk).'
              : `The same ones in both, by ${packages.databases.join(', ')}.`
          }
        />
      </section>
    </>
  )
}

function Side({ name, bytes }: { readonly name: string; readonly bytes: string }) {
  return (
    <div>
      <strong className={shared.anywhere}>{name}</strong>
      <div className={classes.note}>{bytes}</div>
    </div>
  )
}

interface StepsProps {
  readonly label: string
  readonly steps: readonly ImageStep[]
  readonly isShared?: boolean
}

function Steps({ label, steps, isShared = false }: StepsProps) {
  return (
    <section aria-label={label}>
      <Text size="xs" c="dimmed" mb={4}>
        {label}: {describeLayers(steps)}
      </Text>
      <ol className={layers.stack} reversed>
        {steps.toReversed().map((step, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one image keep their places
            key={index}
            className={step.layer.kind === 'none' ? classes.empty : classes.step}
            data-shared={isShared || undefined}
          >
            <Instruction text={step.instruction} isWhole={false} />
            <span className={classes.bytes}>{step.layer.kind === 'none' ? 'no files' : formatBytes(step.bytes)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
