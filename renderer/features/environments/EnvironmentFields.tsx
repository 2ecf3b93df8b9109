import { NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { EnvironmentMaker } from '../../../main/contract/environment.ts'
import type { useForm } from '../instances/useForm.ts'
import type { EnvironmentDraft, EnvironmentRequest } from './environmentForm.ts'
import { FileField } from './FileField.tsx'
import { PlaceFields } from './PlaceFields.tsx'

interface EnvironmentFieldsProps {
  readonly form: ReturnType<typeof useForm<EnvironmentDraft, EnvironmentRequest>>
  /** The one that is chosen. */
  readonly maker: EnvironmentMaker
  readonly makers: readonly EnvironmentMaker[]
}

/** Only what the maker takes is asked for. */
export function EnvironmentFields({ form, maker, makers }: EnvironmentFieldsProps) {
  const { draft, change, leave, errorOf } = form
  return (
    <Stack gap={14}>
      <SegmentedControl
        size="xs"
        aria-label="What is in it"
        data={[
          { value: 'packages', label: 'Name packages' },
          { value: 'file', label: 'From a file' },
        ]}
        value={draft.origin}
        onChange={(origin) => change({ origin: origin === 'file' ? 'file' : 'packages' })}
      />
      <NativeSelect
        label="Made with"
        data={makers.map(({ id, version }) => ({ value: id, label: `${id} ${version}` }))}
        value={draft.maker}
        onChange={(event) => change({ maker: event.currentTarget.value })}
      />
      <PlaceFields form={form} takesFolder={maker.takes.includes('prefix')} />
      {draft.origin === 'file' ? (
        <FileField
          form={form}
          technology={maker.technology}
          name={{ value: form.draft.name, onTake: (name) => form.change({ name }) }}
        />
      ) : (
        <>
          {maker.takes.includes('python') && (
            <TextInput
              label="Python"
              description={
                maker.technology === 'venv'
                  ? 'One that is on this machine; empty: the usual one.'
                  : 'Empty: only if a package needs it.'
              }
              placeholder="3.12"
              value={draft.python}
              error={errorOf('python')}
              onChange={(event) => change({ python: event.currentTarget.value })}
              onBlur={() => leave('python')}
            />
          )}
          {maker.takes.includes('packages') && (
            <Textarea
              label="Packages"
              description="Apart by spaces or lines; empty: none."
              placeholder={maker.technology === 'venv' ? 'numpy pandas>=2' : 'numpy=1.26 pandas'}
              rows={3}
              spellCheck={false}
              value={draft.packages}
              error={errorOf('packages')}
              onChange={(event) => change({ packages: event.currentTarget.value })}
              onBlur={() => leave('packages')}
            />
          )}
          {maker.takes.includes('channels') && (
            <TextInput
              label="Channels"
              description="Instead of your own, the first one first; empty: your own."
              placeholder="conda-forge"
              spellCheck={false}
              value={draft.channels}
              error={errorOf('channels')}
              onChange={(event) => change({ channels: event.currentTarget.value })}
              onBlur={() => leave('channels')}
            />
          )}
        </>
      )}
      {maker.technology === 'venv' && (
        <Text size="xs" c="dimmed">
          Isoscope keeps it in its own folder and removes it as a whole.
        </Text>
      )}
    </Stack>
  )
}
