const counting = Behavior({ data: { times: 0 } })

Component({
  behaviors: [counting, 'wx://form-field'],
  externalClasses: ['custom-class'],
  properties: { title: String },
  data: { twice: 0 },
  observers: { times(times) { this.setData({ twice: times * 2 }) } },
  pageLifetimes: { show() { getApp().told.push(['card', 'page shown']) } },
  methods: {
    change() {
      this.setData({ times: this.data.times + 1, value: '第' + (this.data.times + 1) })
      this.triggerEvent('changed', { to: this.data.times })
    }
  }
})
