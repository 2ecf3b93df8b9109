const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `24 Nov 2026, 09:05` in the reader's time zone, the same in every locale. */
export function formatWhen(iso: string): string {
  const when = new Date(iso)
  return `${formatDay(when)}, ${formatClock(when)}`
}

/** `09:05` in the reader's time zone. */
export function formatClock(when: Date): string {
  const two = (value: number) => `${value}`.padStart(2, '0')
  return `${two(when.getHours())}:${two(when.getMinutes())}`
}

/** `09:05:03.041` in the reader's time zone. */
export function formatInstant(when: Date): string {
  const seconds = `${when.getSeconds()}`.padStart(2, '0')
  const milliseconds = `${when.getMilliseconds()}`.padStart(3, '0')
  return `${formatClock(when)}:${seconds}.${milliseconds}`
}

/** `24 Nov 2026, 09:05–10:20`, with both dates where they are not the same. */
export function formatPeriod(from: Date, to: Date): string {
  const [first, last] = [formatDay(from), formatDay(to)]
  return first === last
    ? `${first}, ${formatClock(from)}–${formatClock(to)}`
    : `${first}, ${formatClock(from)} – ${last}, ${formatClock(to)}`
}

function formatDay(when: Date): string {
  return `${when.getDate()} ${months[when.getMonth()]} ${when.getFullYear()}`
}
