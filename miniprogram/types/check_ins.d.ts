// Being there: check-ins as the service tells them, and as they stand on this phone.
declare namespace Wire {
  interface CheckIn {
    id: string; event: string; event_title: string | null; how: 'code' | 'printed' | 'personal' | 'walk_in'
    state: 'accepted' | 'suspicious' | 'waiting_for_event' | 'refused'; evidence: 'live' | 'late' | 'by_hand'; reason: string | null
    words: string; scanned_at: string; received_at: string; counted: boolean
  }
  /** One of my own: GET /api/checkins. */
  interface OwnCheckIn extends CheckIn { place?: string | null; starts_at?: string | null }
  /** As who looks after the event sees it. */
  interface AttendanceLine extends CheckIn {
    name: string | null; phone_tail: string | null; account: string | null; lag_s: number | null; decision: 'accept' | 'undo' | null
    moves: { act: 'accept' | 'undo'; label: string }[]
    history: { act: string; at: string; actor: { role: string; unit: string | null }; comment: string }[]
  }
  interface Board extends EventCounts { event: string; state: string; at: string }
}

declare namespace Offline {
  /** An answer to a code scanned on this phone, kept so that it is known without a network. */
  interface Answered { id: string; account: string; event: string; code: string; scanned_at: string; answer: Wire.CheckIn }
  /** A code I scanned: on its way (`waiting`), turned away for good (`refused`), or answered. */
  interface Own {
    id: string; event: string; code: string; scanned_at: string; standing: 'waiting' | 'refused' | 'answered'
    problem: Wire.Problem | null; answer: Wire.CheckIn | null
  }
  /** Somebody I wrote down or whose own code I scanned, not yet with the service. */
  interface Brought {
    id: string; event: string; how: 'personal' | 'walk_in'; name: string; phone: string; scanned_at: string; refused: boolean; problem: Wire.Problem | null
  }
}
