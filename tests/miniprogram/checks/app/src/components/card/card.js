const picking = Behavior({ methods: { pick() { this.triggerEvent('pick') } } })

Component({ behaviors: [picking], properties: { name: { type: String, value: '' } } })
