import { type Settings, settingsSchema } from '../../../main/contract/settings.ts'

/** The three fields as they are typed. */
export interface PriceDraft {
  readonly currency: string
  readonly vcpuHour: string
  readonly gibHour: string
}

/** What the fields say; null while one is missing or is no price. */
export function readPrices({ currency, vcpuHour, gibHour }: PriceDraft): Settings['prices'] {
  if (currency.trim() === '' || vcpuHour.trim() === '' || gibHour.trim() === '') return null
  const parsed = settingsSchema.shape.prices.safeParse({
    currency: currency.trim(),
    vcpuHour: Number(vcpuHour),
    gibHour: Number(gibHour),
  })
  return parsed.success ? parsed.data : null
}

export function writePrices(prices: Settings['prices']): PriceDraft {
  if (prices === null) return { currency: '', vcpuHour: '', gibHour: '' }
  return { currency: prices.currency, vcpuHour: `${prices.vcpuHour}`, gibHour: `${prices.gibHour}` }
}
