// What the parts of the phone hand each other.
declare namespace Ports {
  /** A failure below the service: rejected by phone/*. `detail` is Chinese, ready to show. */
  interface Fault extends Error {
    kind: 'offline' | 'timeout' | 'interrupted' | 'aborted' | 'storage_full' | 'file_gone' | 'refused_by_person' | 'cancelled' | 'unsupported'
    detail: string
  }
  interface Answer { status: number; headers: Record<string, string>; body: any }   // headers in lower case; body parsed when JSON, else text
  interface Call extends Promise<Answer> { abort(): void }
  /** Any HTTP status resolves; only no answer rejects (a Fault). `body`: an object is sent as JSON, an ArrayBuffer as it is. */
  type Request = (asked: {
    url: string; method?: string; headers?: Record<string, string>; body?: any; timeout_ms?: number
  }) => Call
  /** One multipart/form-data POST with one file. */
  type SendForm = (asked: {
    url: string; path: string; name: string; fields: Record<string, string>; timeout_ms?: number; on_progress?: (sent: number, whole: number) => void
  }) => Call

  /** Synchronous, as wx's own: what is set is kept. `set` throws a Fault storage_full (1 MB a key, 10 MB in all). */
  interface Storage { get(key: string): any; set(key: string, value: any): void; remove(key: string): void; keys(): string[] }
  interface Files {
    size(path: string): Promise<number>                                              // Fault file_gone
    read(path: string, position: number, length: number): Promise<ArrayBuffer>        // Fault file_gone
    keep(path: string): Promise<string>                                               // into the phone's own 200 MB; Fault storage_full
    remove(path: string): Promise<void>
  }
  interface Network { online(): boolean; type(): string; on_change(listener: (online: boolean) => void): () => void }
  interface Visible { on_show(listener: () => void): () => void; on_hide(listener: () => void): () => void }
  interface Clock { now(): number }                                                    // milliseconds, as the phone believes
  interface Timers { wait(ms: number): Promise<void> }

  /** What the person picked. Measures are known only where the phone tells them. */
  interface Picked {
    path: string; name: string; size: number; kind: Wire.FileKind; type?: string
    width?: number; height?: number; duration_s?: number; preview?: string; compressed?: boolean
  }

  /** One durable write. */
  interface OutboxItem {
    id: string; account: string; path: string; revision: number | null; body: any; made_at: number
    tries: number; due_at: number; state: 'waiting' | 'sending' | 'refused'; problem: Wire.Problem | null
    timed?: boolean                                     // each sending says in its body's `sent_at` when it happens
  }

  /** A work on this phone, being written. */
  interface Draft {
    id: string; account: string; campaign: string; plan_version: number; track: string; type: string | null; title: string
    fields: Record<string, any>; authors: Wire.Author[]; consents: { id: string; version: number }[]
    on_behalf_of: { name: string; phone?: string; unit?: string } | null
    revision: number                                    // the server's last that this text is based on; 0 = it knows none
    changed_at: number
    saved: 'phone' | 'server' | 'refused' | 'conflict'  // where the newest text stands
    problem: Wire.Problem | null                        // when refused or in conflict; context.current holds the other text
  }

  /** One file on its way. */
  interface Upload {
    id: string; account: string; about: string; kind: Wire.FileKind; name: string; size: number; path: string; kept: boolean; replaces: string | null
    state: 'queued' | 'sending' | 'paused' | 'waiting_network' | 'needs_file' | 'asks_mobile_data' | 'confirming' | 'done' | 'refused' | 'failed'
    sent: number                                        // bytes of the file known to be in the store
    speed: number | null                                // bytes per second of late
    left_s: number | null
    warnings: string[]                                  // advice given before sending
    problem: Wire.Problem | null
    file: Wire.File | null
    short_code?: { code: string; expires_at: string } | null
  }
}
