// 宣传员 and 宣传台账: as the service tells them, and as forms stand on this phone.
declare namespace Wire {
  interface Promoter {
    id: string; campaign: string; unit: string; unit_name: string; state: 'nominated' | 'enrolled' | 'confirmed' | 'refused' | 'left'; state_label: string
    revision: number; name: string | null; account: string | null; is_me: boolean; paper: boolean; statement: string
    consent: { id: string; version: number } | null; link: string | null; confirmed_at: string | null; received_at: string
    moves: { act: string; label: string; asks: string[] }[]
    comment?: string            // what was said with the last step; not in lists
  }
  /** One line of the ledger. `day`: of Shanghai, YYYY-MM-DD. */
  interface Article {
    id: string; campaign: string; unit: string; unit_name: string; channel: string; channel_label: string; title: string; link: string; reads: number
    day: string; note: string; revision: number; saved_at: string
  }
}

declare namespace Offline {
  /** A form that is sent when the person says so (`ready`), and not before. */
  interface Form extends Standing { ready: boolean }
  /** Somebody to be a 宣传员: a `member` (acc_…), else a person by name and phone. `paper`: the unit keeps the signed consent. */
  interface Nomination extends Form {
    campaign: string; unit: string; unit_name: string; member: string; name: string; phone: string; statement: string; paper: boolean
  }
  interface Article extends Form {
    campaign: string; unit: string; unit_name: string; channel: string; title: string; link: string; reads: number | null; day: string; note: string
  }
}

declare namespace Ports {
  type NominationForm = Omit<Offline.Nomination, 'touched' | 'synced'> & Saved
  type ArticleForm = Omit<Offline.Article, 'touched' | 'synced'> & Saved
}
