import { NumberInput } from '@mantine/core'

interface ProfileNumberInputProps {
  readonly id: string
  /** Null: the profile's own, an empty field. */
  readonly value: number | null
  readonly max: number
  /** Told at every keystroke; else when the field is left, so that what is half typed is not kept. */
  readonly isLive?: boolean
  readonly onChange: (value: number | null) => void
}

/** A whole number from 1 that replaces the one the profile has. */
export function ProfileNumberInput({ id, value, max, isLive = false, onChange }: ProfileNumberInputProps) {
  const take = (text: number | string) => {
    const next = readWholeNumber(text, max)
    if (next !== value) onChange(next)
  }
  return (
    <NumberInput
      // What is stored may have changed elsewhere, or the change was refused.
      key={isLive ? 'live' : value}
      id={id}
      size="xs"
      w={150}
      placeholder="as the profile"
      min={1}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      {...(isLive ? { value: value ?? '', onChange: take } : { defaultValue: value ?? '' })}
      onBlur={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}

/** Null for an empty field and for what is no number from 1; more than `max` is `max`, as the field shows it when it is left. */
export function readWholeNumber(text: number | string, max: number): number | null {
  const number = Number(text)
  return text === '' || !Number.isInteger(number) || number < 1 ? null : Math.min(max, number)
}
