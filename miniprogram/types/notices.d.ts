// 提醒与通知: as the service tells them, and as they stand on this phone.
declare namespace Wire {
  /** One of the four kinds. `id`: WeChat's, of the mini program. */
  interface ReminderTemplate { id: string; title: string; keywords?: string[] }
  /** GET /api/credits: how often WeChat lets us remind me yet, and what I asked the official account for. */
  interface Credits { credits: Record<string, number>; asked: string[]; templates: Record<string, ReminderTemplate> }

  /** Who is meant, as data: models/notices/audiences/terms. */
  type Terms = Record<string, any>
  interface Reach { people: number; now: number; inbox_only: number; official: number; mini: number; warnings?: string[]; words?: string }
  /** How a notice went. `over_time`: by the hour, in which something happened. */
  interface NoticeStatistics {
    channels: { channel: string, label: string, counts: Partial<NoticeCounts>, opened: number }[]
    over_time: { hour: string, begun: number, opened: number }[]
    by_unit: { unit: string | null, name: string, inbox: number, read: number, counts: Partial<NoticeCounts>, opened: number }[]
    unknown: { name: string, unit: string, channel: string, label: string, at: string }[]
  }
  /** Current states over the pushed channels; they sum to `planned`. */
  interface NoticeCounts { planned: number; waiting: number; sending: number; sent: number; delivered: number; refused: number; no_credit: number; failed: number; unknown: number }
  interface NoticeMove { act: string; label: string; by?: string | null; comment?: string; at: string }
  interface NoticeLine {
    id: string; state: string; state_label: string; title: string; origin: string; plan: string | null; due_at: string | null
    why_words: string; counts: NoticeCounts; saved_at: string
  }
  interface Notice extends NoticeLine {
    campaign: string; words: string; page: string | null; template: string | null; template_title: string; values: string[]; audience: Terms; audience_words: string
    forward: string; expires_at: string | null; working_time: boolean; once_a_day: boolean; revision: number
    /** When it goes out at the earliest, quiet hours and working time counted in. */
    goes_out_at: string
    acts: { act: string; label: string; asks: string[] }[]; reachable: Reach; faults: { field: string; says: string }[]; warnings: string[]
    /** How many have it in their inbox, and how many read it there. */
    told: number; read: number
    moves: NoticeMove[]
  }
  interface NoticePerson {
    name: string; unit: string | null; channel: string; title: string; words: string; keywords: { label: string; value: string }[]
  }
  /** One of the campaign's own plans, sent by the clock or by what happens. */
  interface NoticePlan {
    id: string; when_words: string; to_words: string; at_words: string; title: string; words: string; template: string | null; values: string[]; forward: string
    on: boolean; why_off: string | null; next_at: string | null
  }
  interface Audience { id: string; name: string; terms: Terms; words?: string; revision: number }
}

declare namespace Offline {
  /** A notice as it lies in storage. `audience` null: nobody was chosen yet. */
  interface WrittenNotice extends Standing {
    campaign: string; title: string; words: string; page: string | null; template: string | null; values: string[]; audience: Wire.Terms | null; audience_words: string
    forward: string; due_at: string | null; expires_at: string | null; working_time: boolean; once_a_day: boolean; state: string; state_label: string
  }
  /** Something told to the service once: `id` is the name by which telling it twice is telling it once. */
  interface Telling { id: string; account: string; path: string; body: any }
}

declare namespace Ports {
  type NoticeDraft = Omit<Offline.WrittenNotice, 'touched' | 'synced'> & Saved
  /** WeChat's own answer by template id: accept…, reject, ban, filter. */
  type Subscribe = (ids: string[]) => Promise<Record<string, string>>
}
