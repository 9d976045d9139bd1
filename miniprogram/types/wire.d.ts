// What the service sends and takes (docs/openapi.json), as far as the phone reads it. Fields of a newer service are ignored.
declare namespace Wire {
  type FileKind = 'photo' | 'song' | 'video' | 'document'

  interface Problem { type: string; title: string; status: number; code: string; detail: string; context: any; instance: string }

  interface Phase {
    id: string; stage: 'launch' | 'conduct' | 'summary' | 'exhibition'; label: string
    opens: string; due: string | null; closes: string; state: 'past' | 'open' | 'future'; permits: string[]
  }
  /** Holds when the type is among `type`, or the answer to `field` is among `is`. */
  interface Condition { type?: string[]; field?: string; is?: string[] }
  interface Field {
    id: string; label: string; kind: 'line' | 'text' | 'choice' | 'choices' | 'date' | 'number' | 'link' | 'people'
    required: boolean; required_when?: Condition[]; by: 'author' | 'unit' | 'host' | 'province'
    help?: string; default?: string; at_least?: number; at_most?: number; at_most_for?: Record<string, number>
    options?: string[]; personal?: boolean; unit?: string; decimals?: number; precision?: 'day' | 'month'
  }
  interface Rule { rule: string; limit: number | string | string[] | null; severity: 'warn' | 'refuse'; applies_at: string; required_at: string | null; source: string; words: string }
  interface Media { kind: FileKind; counts: [number, number][]; max_bytes: number; max_pixels?: number | null; max_side?: number | null; max_seconds?: number | null; types: string[]; help: string | null; rules: Rule[] }
  interface Consent { id: string; version: number; label: string; text: string; required: boolean; separate: boolean; asked_of?: string; when?: string; when_label?: string; attachment?: string }
  interface People { roles: string[]; required: string[]; any_of: string[]; at_most: number; help?: string }
  interface TrackType { id: string; label: string; media?: Media[] }
  interface Track {
    id: string; label: string; kind: 'work' | 'person' | 'organisation'; host: string | null; contact: string | null; description: string
    enter_label: string; called: string; limit: number; title: { label: string; at_most: number }
    types: TrackType[]; people: People | null; form: { fields: Field[] }; media: Media[]; media_any_of: FileKind[]; consents: Consent[]
  }
  interface Campaign {
    id: string; name: string; version: number; starts: string; ends: string; banners: string[]
    notice: { number: string; dated: string; issued_by: string[]; addressees: string[]; asks: string[] }
    contacts: { label: string; line: string }[]
    phases: Phase[]; tracks: Track[]; consents: Consent[]; templates: Record<string, string>
    limits: { per_person: number; per_track: number; drafts: number }
    exhibition: { label: string; channels: string[]; takedown: string }
    /** false: 优秀作品展示 and its players are switched off here. */
    gallery: boolean
  }

  interface Author { name: string; role: string; unit?: string }
  interface Verdict { rule: string; outcome: 'pass' | 'warn' | 'refuse'; measured: any; limit: any; words: string }
  interface File {
    id: string; about: string; kind: FileKind; name: string; size: number; state: 'waiting' | 'stored' | 'ready' | 'refused'
    mime: string | null; position: number; verdicts: Verdict[]; check: Check; progress: Progress | null; renditions: Rendition[]
  }
  /** 文件检查 in one word. */
  interface Check { outcome: 'pass' | 'warn' | 'refuse' | 'pending'; label: string }
  /** How far the look inside is; null while there is nothing to look into. */
  interface Progress { state: 'examining' | 'trying_again' | 'given_up' | 'done'; done: number; of: number; next_try: string | null; words: string }
  /** What is shown of a file. Sizes in bytes, pixels and seconds; the original has only its address, and only for those who may have it. */
  interface Rendition {
    purpose: 'thumb' | 'thumb_webp' | 'display' | 'display_webp' | 'poster' | 'play' | 'original'; url: string
    mime?: string; size?: number; width?: number | null; height?: number | null; duration_s?: number | null
  }
  interface Way { act: string; label: string; asks: string[]; problem: Problem | null }
  interface Told {
    id: string; act: string; from: string; to: string; to_label: string; at: string; due_at: string | null; comment: string
    actor: { role: string; role_label: string; unit: string | null; id?: string; name?: string }
  }
  interface EntryLine {
    id: string; campaign: string; track: string; type: string | null; title: string; state: string; shown_state: string; state_label: string
    revision: number; authors: Author[]; author: string | null; entered_by: string; unit: string | null; unit_typed: string | null; reporting_unit: string | null
    saved_at: string; submitted_at: string | null; editable_until: string | null; exhibited: boolean
  }
  interface Entry extends EntryLine {
    plan_version: number; fields: Record<string, any>; claimed: boolean; unit_confirmed: boolean
    consents: { id: string; version: number }[]; files: File[]; moves: Way[]; history: Told[]
    /** How the content checks stand; only for those who work on the entry. */
    content?: { state: 'pending' | 'passed' | 'human' | 'blocked'; label: string }
  }
  /** What PUT /api/entries/<id> takes. */
  interface EntryIn {
    campaign?: string; track: string; type?: string | null; title: string; fields: Record<string, any>; authors: Author[]
    consents: { id: string; version: number }[]; revision: number; unit_typed?: string | null; on_behalf_of?: { name: string; phone?: string; unit?: string } | null
  }
  interface Ticket { id: string; mode: 'form' | 'multipart'; up_host: string; bucket: string; key: string; token: string; part_size: number; expires_at: string; state: string }

  interface Liaison { unit: string; unit_name: string; liaisons: string[]; office_phone: string }
  interface Unit { id: string; name: string; short: string; aliases: string[]; kind: string; parent: string | null; parent_name: string | null; reports: boolean }
  interface Account { id: string; name: string | null; unit: string | null; unit_confirmed: boolean; roles: { role: string; over: string }[] }
  interface Me extends Account {
    nickname?: string; avatar: string; phone: string | null; employee_no: string | null; unit_typed: string; unit_waiting: boolean; unit_refused: boolean
    unit_name?: string | null; liaison: Liaison | null; unread: number
  }
  interface Session { token: string; expires_at: string; account: Account }
  interface Page<T> { items: T[]; next: string | null }

  /** A work on show: GET /api/works, /api/works/<ent>. Needs no session. */
  interface Work {
    id: string; track: string; track_label: string; type_label: string | null; title: string; authors: Author[]; unit_name: string | null
    synopsis: string; exhibited_at: string; files: { kind: FileKind; name: string; renditions: Rendition[] }[]
  }
  interface InboxItem {
    id: string; purpose: string; title: string; words: string; about: string | null; page: string | null; at: string; read: boolean
    forward?: string | null            // 群转发文案, for who may pass it on
  }
  /** GET /api/inbox?cursor=. POST /api/inbox/read {ids: […] or 'all'} answers {unread}. */
  interface Inbox extends Page<InboxItem> { unread: number }
  interface Complaint { id: string; kind: 'complaint' | 'suggestion'; words: string; phone: string | null; sent_at: string; answer: string | null; answered_at: string | null }
  /** GET /api/documents: a .docx each, to open or to print. Needs no session. */
  interface Document { id: string; label: string; kind: 'notice' | 'consent' | 'form'; url: string }
}
