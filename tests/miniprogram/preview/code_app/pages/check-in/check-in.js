Page({ data: { told: '' }, onLoad(options) { this.setData({ told: JSON.stringify(options) }) } })
