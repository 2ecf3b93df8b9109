/**
 * From one who makes pieces to one who reads them: a piece is put once the one before it has been taken, so that nothing piles up
 * however slow the reader is.
 */
export interface Handover<T> {
  /** Resolves when it has been taken, or nobody reads any more. */
  put(piece: T): Promise<void>
  /** Nothing more comes. */
  end(): void
  /** What was put, until the end. Who stops reading lets every `put` go. */
  read(): AsyncGenerator<T, void>
}

export function createHandover<T>(): Handover<T> {
  let waiting: { readonly piece: T; readonly taken: () => void }[] = []
  let isOver = false
  let wake: () => void = () => undefined
  return {
    put: (piece) =>
      new Promise((taken) => {
        if (isOver) return taken()
        waiting.push({ piece, taken })
        wake()
      }),
    end: () => {
      isOver = true
      wake()
    },
    read: async function* () {
      try {
        for (;;) {
          const next = waiting.shift()
          if (next) {
            try {
              yield next.piece
            } finally {
              next.taken()
            }
          } else if (isOver) return
          else {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
        }
      } finally {
        isOver = true
        for (const { taken } of waiting) taken()
        waiting = []
      }
    },
  }
}
