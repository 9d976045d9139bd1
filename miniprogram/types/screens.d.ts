// A screen or component as WeChat takes it: what stands in `this` is the framework's and the page's own business.
type Screen = Record<string, any> & ThisType<any>
