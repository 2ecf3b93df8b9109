import { useInstanceView } from './instanceView.ts'

/** Opens the menu of a row at its button, or near the row where the button is not what was used. */
export function openMenuAt(id: string, element: Element): void {
  const button = element.querySelector('button[aria-haspopup]') ?? element
  const { right, bottom } = button.getBoundingClientRect()
  useInstanceView.setState({ active: id, menu: { id, left: right, top: bottom } })
}
