/** What the guest of `writeBootableDisk` says: `B` once, when it starts, then a dot about every 20 ms under emulation. */
export const bootMark = 'B\n'

/**
 * A raw disk of 1 MiB whose first sector is a whole guest for a PC (q35) of QEMU: it writes to its serial console, and powers off when
 * its power button is pressed.
 */
export function makeBootableDisk(): Buffer {
  const start = [
    [0xfa], // cli
    [0xba, 0xf8, 0x03, 0xb0, 0x42, 0xee, 0xb0, 0x0a, 0xee], // dx = COM1; out 'B', '\n'
    [0xba, 0x02, 0x06, 0xb8, 0x00, 0x01, 0xef], // ACPI PM1_EN at 0x602: the power button counts
  ].flat()
  const loop = [
    [0xba, 0x00, 0x06, 0xed, 0xf6, 0xc4, 0x01], // PM1_STS at 0x600: was it pressed?
    [0x75, 17], // jnz off
    [0xba, 0xf8, 0x03, 0xb0, 0x2e, 0xee], // out '.'
    [0x66, 0xb9, 0xc0, 0xc6, 0x2d, 0x00, 0x67, 0xe2, 0xfd], // three million times: loop
  ].flat()
  const back = [0xeb, 256 - loop.length - 2]
  const off = [0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, 0xf4] // PM1_CNT at 0x604: S5; hlt
  const disk = Buffer.alloc(1024 ** 2)
  Buffer.from([...start, ...loop, ...back, ...off]).copy(disk)
  disk.writeUInt16LE(0xaa55, 510)
  return disk
}
