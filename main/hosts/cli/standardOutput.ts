/** Resolves when the text has been taken; false once there is no reader any more, as behind `| head`. */
export function writeOut(text: string | Uint8Array, stream: NodeJS.WriteStream = process.stdout): Promise<boolean> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(!error))
  })
}
