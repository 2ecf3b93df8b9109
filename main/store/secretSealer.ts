/** Encrypts for the user of this machine; the desktop has one, the command line and the web server have none. */
export interface SecretSealer {
  /** Throws EngineError `unsupported` where the system has nothing to keep a secret in. */
  seal(secret: string): string
  /** Throws whatever it is that keeps it closed. */
  open(sealed: string): string
}
