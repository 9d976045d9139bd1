// My unit's liaison with the office phone, wherever one may be stuck.
const words = require('../../words').liaison

Component(/** @type {Screen} */ ({
  properties: {
    /** Wire.Liaison | null */
    liaison: { type: Object, value: null },
    /** who answers when the person has no unit yet: { label, line } */
    otherwise: { type: Object, value: null }
  },
  data: { words, who: '', by: '', phone: '' },
  observers: {
    'liaison, otherwise'(liaison, otherwise) {
      const names = liaison && liaison.liaisons ? words.and(liaison.liaisons) : ''
      this.setData({
        who: liaison ? liaison.unit_name : otherwise ? otherwise.label : '', by: names ? words.liaison(names) : '',
        phone: liaison ? liaison.office_phone || '' : otherwise ? otherwise.line : ''
      })
    }
  },
  methods: {
    dial() { wx.makePhoneCall({ phoneNumber: this.data.phone, fail() {} }) }
  }
}))
