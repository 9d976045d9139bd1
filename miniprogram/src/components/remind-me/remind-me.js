// 提醒我, and 加到手机日历 beside it: what is asked is said before WeChat asks. The page answers with screen.remind and screen.keepDate.
const words = require('../../words').remind_me

Component(/** @type {Screen} */ ({
  properties: {
    /** Which template, T1 …; '' when only the calendar is offered. */
    word: { type: String, value: '' },
    label: { type: String, value: '' },
    says: { type: String, value: '' },
    /** It was granted here, just now. */
    granted: { type: Boolean, value: false },
    /** { title, at, until?, place?, says?, before_s } as phone/calendar takes it, or null */
    date: { type: Object, value: null },
    /** What they are about, for those who listen. */
    about: { type: String, value: '' }
  },
  data: { words },
  methods: {
    /** At once: WeChat only asks within the tap. */
    ask() { this.triggerEvent('remind', { word: this.data.word }) },
    keep() { this.triggerEvent('keep', this.data.date) }
  }
}))
