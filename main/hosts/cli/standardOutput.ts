/** Resolves when the text has been taken; false once there is no reader any more, as behind `| head`. */
export function writeOut(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(!error))
  })
}
