/** What differs between the processors of the guests that are booted: a guest has the host's own kind, or nothing could accelerate it. */
export interface GuestArchitecture {
  /** As Debian's packages call it. */
  readonly debianName: string
  /** The kernel's name of the first serial port. */
  readonly console: string
  /** Modules by which the guest sees the power button; those a kernel has built in are not found, and need not be. */
  readonly buttonModules: readonly string[]
}

export const guestArchitectures = {
  x64: { debianName: 'amd64', console: 'ttyS0', buttonModules: ['evdev', 'button'] },
  arm64: { debianName: 'arm64', console: 'ttyAMA0', buttonModules: ['evdev', 'gpio_keys', 'button'] },
} as const satisfies Partial<Record<NodeJS.Architecture, GuestArchitecture>>
