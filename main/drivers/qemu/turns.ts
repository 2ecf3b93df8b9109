/** What is done to one machine is done one after the other; different machines do not wait for each other. */
export type TakeTurn = <T>(id: string, act: () => Promise<T>) => Promise<T>

export function createTurns(): TakeTurn {
  const last = new Map<string, Promise<unknown>>()
  return (id, act) => {
    const turn = (last.get(id) ?? Promise.resolve()).then(act, act)
    last.set(id, turn)
    const forget = () => {
      if (last.get(id) === turn) last.delete(id)
    }
    turn.then(forget, forget)
    return turn
  }
}
