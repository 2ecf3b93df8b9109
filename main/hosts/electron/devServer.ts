/// <reference types="vite/types/importMeta.d.ts" />

/**
 * The origin of Vite's server under `electron-vite dev`, otherwise `null`. `import.meta.env.DEV` is a constant in a build, so a
 * production build has no trace of this and no environment variable can point the window elsewhere.
 */
export function findDevServer(): string | null {
  const address = import.meta.env.DEV ? process.env.ELECTRON_RENDERER_URL : undefined
  return address ? new URL(address).origin : null
}
