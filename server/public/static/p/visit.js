// Somebody looks at this page: said once a visit, when it is really in sight and not loaded on suspicion.
(() => {
  const slug = document.body.dataset.slug
  let isSaid = false

  function say() {
    if (isSaid || !slug || document.prerendering || document.visibilityState !== 'visible') return
    isSaid = true
    fetch('/api/visits', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ slug }), keepalive: true
    }).catch(() => {})                        // a visit nobody could count is no trouble of the visitor's
  }

  document.addEventListener('visibilitychange', say)
  document.addEventListener('prerenderingchange', say)
  say()
})()
