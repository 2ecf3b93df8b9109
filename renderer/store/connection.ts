import { create } from 'zustand'
import type { Connection } from '../client.ts'

export const useConnection = create<Connection>(() => ({ state: 'connecting' }))
