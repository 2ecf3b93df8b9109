import { Button, Group, NumberInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Settings } from '../../../main/contract/settings.ts'
import { changeSettings } from '../../store/settings.ts'
import { type PriceDraft, readPrices, writePrices } from './prices.ts'
import { SettingRow, SettingSection } from './SettingRow.tsx'

/** Kept together or not at all: a cost needs all three. */
export function PriceSettings({ prices }: { readonly prices: Settings['prices'] }) {
  const [draft, setDraft] = useState<PriceDraft>(() => writePrices(prices))
  const read = readPrices(draft)
  const isKept = JSON.stringify(read) === JSON.stringify(prices)
  const set = (name: keyof PriceDraft) => (value: string | number) => setDraft({ ...draft, [name]: `${value}` })
  const remove = () => {
    setDraft(writePrices(null))
    void changeSettings({ prices: null })
  }
  return (
    <SettingSection title="Prices">
      <Text size="sm" c="dimmed">
        With prices, Compare shows what a month of each would cost. That is arithmetic on the measured figures, and no
        offer.
      </Text>
      <SettingRow
        labelId="currency-label"
        fieldId="currency"
        label="Currency"
        note="Written beside the amounts, such as EUR."
      >
        <TextInput
          id="currency"
          size="xs"
          w={150}
          maxLength={8}
          value={draft.currency}
          onChange={(event) => set('currency')(event.currentTarget.value)}
        />
      </SettingRow>
      <SettingRow labelId="vcpu-label" fieldId="vcpu-hour" label="One virtual CPU for an hour">
        <PriceInput id="vcpu-hour" value={draft.vcpuHour} onChange={set('vcpuHour')} />
      </SettingRow>
      <SettingRow labelId="gib-label" fieldId="gib-hour" label="One GiB of memory for an hour">
        <PriceInput id="gib-hour" value={draft.gibHour} onChange={set('gibHour')} />
      </SettingRow>
      <Group gap={10} mt={6}>
        <Button size="xs" disabled={read === null || isKept} onClick={() => void changeSettings({ prices: read })}>
          Keep prices
        </Button>
        {prices && (
          <Button size="xs" variant="default" onClick={remove}>
            Remove prices
          </Button>
        )}
        <Text size="sm" c="dimmed" role="status">
          {prices && isKept ? 'Kept; Compare computes with them.' : describeDraft(draft, read !== null)}
        </Text>
      </Group>
    </SettingSection>
  )
}

interface PriceInputProps {
  readonly id: string
  readonly value: string
  readonly onChange: (value: string | number) => void
}

function PriceInput(props: PriceInputProps) {
  return (
    <NumberInput
      {...props}
      size="xs"
      w={150}
      min={0}
      max={1_000_000}
      decimalScale={6}
      allowNegative={false}
      hideControls
    />
  )
}

function describeDraft(draft: PriceDraft, isComplete: boolean): string {
  const isEmpty = Object.values(draft).every((text) => text.trim() === '')
  if (isEmpty) return 'None set: no cost is computed.'
  return isComplete ? 'Not kept yet.' : 'All three are needed.'
}
