App({ told: null, onShow(options) { this.told = options } })
