const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `24 Nov 2026, 09:05` in the reader's time zone, the same in every locale. */
export function formatWhen(iso: string): string {
  const when = new Date(iso)
  const two = (value: number) => `${value}`.padStart(2, '0')
  return `${when.getDate()} ${months[when.getMonth()]} ${when.getFullYear()}, ${two(when.getHours())}:${two(when.getMinutes())}`
}
