// A form that is being sent cannot be sent again, and its button shows it. Going back to the page restores it.
const sending = new WeakSet()

function hold(form, button) {
  sending.add(form)
  button?.setAttribute("aria-busy", "true")
}

function release(form) {
  sending.delete(form)
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"))
}

const changesData = (form) => form instanceof HTMLFormElement && (form.method === "post" || form.hasAttribute("hx-post"))

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !changesData(event.target)) return
  if (sending.has(event.target)) event.preventDefault()
  else hold(event.target, event.submitter)
})
document.addEventListener("htmx:confirm", (event) => {
  const form = event.detail.elt
  if (!changesData(form)) return
  if (sending.has(form)) event.preventDefault()
  else hold(form, event.detail.triggeringEvent?.submitter)
})
for (const name of ["htmx:afterRequest", "htmx:validation:halted", "htmx:sendAbort"]) {
  document.addEventListener(name, (event) => { if (changesData(event.detail.elt)) release(event.detail.elt) })
}
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release))
