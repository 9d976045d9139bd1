// Events as the service tells them, and as they stand on this phone.
declare namespace Wire {
  interface EventCounts { attended: number; claimed: number | null; live: number; late: number; by_hand: number; suspicious: number; waiting: number }
  interface EventLine {
    id: string; campaign: string; unit: string; unit_name: string; reporting_unit: string | null; reporting_unit_name: string | null
    kind: string; kind_label: string; title: string; place: string; starts_at: string; ends_at: string
    state: 'draft' | 'reported' | 'confirmed' | 'returned' | 'cancelled'; state_label: string; revision: number; counts: EventCounts; may_look_after: boolean
  }
  interface EventTold {
    id?: string; act: string; label: string; from: string; to: string; at: string; actor: { role: string; role_label?: string; unit: string | null }; comment: string
  }
  interface EventTask { unit: string; unit_name: string; done: number; reported: number; task: number | null }
  /** The rest stands only for who looks after it. */
  interface Event extends EventLine {
    claimed?: number | null; enterprise?: string; promoters_present?: number | null; online_reach?: number | null
    links?: { url: string; title?: string }[]; note?: string; files?: File[]; moves?: { act: string; label: string; asks?: string[]; problem: Problem | null }[]
    history?: EventTold[]; secret?: string | null; task?: EventTask | null
  }
  interface TargetFigure { id: string; label: string; verified: number; claimed: number | null; evidence: { verified: string; claimed: string | null } }
  interface TargetRow {
    id: string; label: string; measure: string; at_least: number | null; figures: TargetFigure[]; met: boolean | null; counted: string
    chosen: 'verified' | 'claimed'; percent: number | null
  }
  interface Targets { campaign: string; unit: string | null; at: string; rows: TargetRow[] }
  interface TargetEvidence { id: string; kind: string; label: string; unit: string; unit_name: string; at: string; link: string | null }
}

declare namespace Offline {
  /** What every document on this phone has beside its words. */
  interface Standing { id: string; account: string; revision: number; changed_at: number; touched: boolean; synced: boolean }
  /** An event as it lies in storage. `report`: the mov_… of a report that is to go out; `files_later`: without waiting for files. */
  interface Logged extends Standing {
    campaign: string; unit: string; unit_name: string; kind: string; title: string; place: string; starts_at: string; ends_at: string | null
    claimed: number | null; enterprise: string; promoters_present: number | null; online_reach: number | null
    links: { url: string; title?: string }[]; note: string; secret: string
    state: string; state_label: string; reporting_unit_name: string; report: string | null; files_later: boolean
  }
}

declare namespace Api {
  /** What the service said, or what it said last (`stale`, read at `read_at`). */
  type Copied<T> = T & { stale: boolean; read_at: number }
}

declare namespace Ports {
  /** Where the newest words of a document stand. */
  interface Saved { saved: 'phone' | 'server' | 'refused' | 'conflict'; problem: Wire.Problem | null }
  type EventDraft = Omit<Offline.Logged, 'touched' | 'synced'> & Saved
}
