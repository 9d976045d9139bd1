// What the phone's own doors to the service and to its storage hand each other, beside Wire and Ports.
declare namespace Api {
  /** What api/ throws: a refusal of the service, or a failure on the way to it (status 0), in words ready to show. */
  interface Thrown extends Error, Wire.Problem { retryable: boolean; retry_after_s: number | null }
  interface Answer<T = any> { status: number; body: T; etag: string | null }
  interface Asking {
    etag?: string | null
    anonymous?: boolean        // a public read: a session is shown when there is one, and never asked for
    bare?: boolean             // no session is shown at all
    as?: string                // send only while this account is the one signed in; else account.changed
  }
  type Ask = (method: string, path: string, body?: any, asking?: Asking) => Promise<Answer>

  interface Session {
    token(): string | null
    account(): Wire.Account | null
    account_id(): string                                          // '' before the first sign-in on this phone
    signIn(refused?: string | null): Promise<string>              // `refused`: the token that no longer counts
    learn(account: Wire.Account): void
    forget(): void
    on_account(listener: (id: string) => void): () => void
  }
  interface ServerClock extends Ports.Clock { ahead_ms(): number; hear(date: string | undefined, asked_at: number, heard_at: number): void }
}

declare namespace Offline {
  interface Shelf<T extends { id: string }> {
    all(): T[]
    get(id: string): T | null
    keep(record: T): void            // Fault storage_full: the former record stands
    hold(record: T): void            // as keep, but in memory alone when there is no room
    drop(id: string): void
  }
  /** PUT `body` to `path` for `account` ('' = whoever signs in). Resolves when the service took it; throws Api.Thrown. */
  type Send = (path: string, body: any, account: string) => Promise<{ body: any }>

  interface Outbox {
    put(path: string, body: any, asked?: { revision?: number | null; timed?: boolean }): Ports.OutboxItem
    flush(): Promise<void>
    hurry(): Promise<void>
    items(): Ports.OutboxItem[]
    newest(path: string): Ports.OutboxItem | null
    waiting(): number
    retry(id: string): Promise<void>
    discard(id: string): void
    claim(): void
    on_change(listener: () => void): () => void
    on_sent(listener: (item: Ports.OutboxItem, answer: any) => void): () => void
  }
  /** What a person may change in a draft. `fields` are merged by name; undefined takes an answer away. */
  interface Patch {
    track?: string; type?: string | null; title?: string; fields?: Record<string, any>; authors?: Wire.Author[]
    consents?: { id: string; version: number }[]; on_behalf_of?: { name: string; phone?: string; unit?: string } | null
  }
  interface Prefill { type?: string | null; title?: string; fields?: Record<string, any>; authors?: Wire.Author[] }
  /** A draft as it lies in storage: what was written, and whether the service has exactly this. */
  interface Written {
    id: string; account: string; campaign: string; plan_version: number; track: string; type: string | null; title: string
    fields: Record<string, any>; authors: Wire.Author[]; consents: { id: string; version: number }[]
    on_behalf_of: { name: string; phone?: string; unit?: string } | null
    revision: number; changed_at: number; touched: boolean; synced: boolean
  }
  interface Usage {
    bytes: number; limit: number
    parts: { what: string; label: string; count: number; bytes: number }[]
    of_others: { count: number; bytes: number }       // another account's drafts and writes on this phone: kept, not sent
  }
}
