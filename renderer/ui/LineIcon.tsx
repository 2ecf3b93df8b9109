interface LineIconProps {
  /** In a box of 16 by 16. */
  readonly path: string
  /** A light fill inside the line, for a half that is meant to look full. */
  readonly isShaded?: boolean
}

/** A picture of one line, for a button that says in words what it does. */
export function LineIcon({ path, isShaded = false }: LineIconProps) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
    >
      <path d={path} fill={isShaded ? 'currentColor' : 'none'} fillOpacity={0.35} />
    </svg>
  )
}
