import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../contract/contract.ts'

/** The router in process: the tray goes through the same procedures and checks as the page. */
export type Client = ContractRouterClient<typeof contract>
