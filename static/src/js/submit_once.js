import { isComposing } from "./composing.js"

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
// htmx asks once more before it sends what had to wait for another request; only what is on its way holds the form.
document.addEventListener("htmx:confirm", (event) => { if (sending.has(event.detail.elt)) event.preventDefault() })
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail
  if (changesData(elt)) hold(elt, requestConfig.triggeringEvent?.submitter)
})
for (const name of ["htmx:afterRequest", "htmx:validation:halted", "htmx:sendAbort"]) {
  document.addEventListener(name, (event) => { if (changesData(event.detail.elt)) release(event.detail.elt) })
}
// Ctrl+Enter sends the form from any of its fields.
document.addEventListener("keydown", (event) => {
  const { form } = event.target
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || isComposing(event)) return
  if (!event.target.matches("input, textarea, select") || !changesData(form)) return
  event.preventDefault()
  form.requestSubmit()
})
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release))
