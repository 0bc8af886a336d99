import { Controller } from "@hotwired/stimulus"

const GATEWAY = [502, 503, 504] // what stands before the server says that it is not there

const AT_ONCE = 2 // more would lie over what people work on; Ctrl+Z reaches further back than the messages

// The region of short messages. The server sends HX-Trigger: {"toast": {"text": "…", "undo": "/url/", "tone": "error", "undid": true}};
// messages rendered with the page stand in it already. Each leaves after ten seconds, unless pointed at or focused.
export default class extends Controller {
  static targets = ["template", "toast"]
  static values = { life: { type: Number, default: 10_000 }, failed: String, offline: String, redo: String, latest: String, nothing: String }

  connect() {
    this.timers = new Map()
    document.addEventListener("toast", this.arrived)
    document.addEventListener("htmx:sendError", this.unreachable)
    document.addEventListener("htmx:responseError", this.refused)
  }

  disconnect() {
    this.timers.forEach(clearTimeout)
    document.removeEventListener("toast", this.arrived)
    document.removeEventListener("htmx:sendError", this.unreachable)
    document.removeEventListener("htmx:responseError", this.refused)
  }

  toastTargetConnected(toast) {
    this.start(toast)
  }

  toastTargetDisconnected(toast) {
    clearTimeout(this.timers?.get(toast))
    this.timers?.delete(toast)
  }

  arrived = (event) => {
    const detail = event.detail ?? {}
    this.show(typeof detail.value === "string" ? { text: detail.value } : detail)
  }

  unreachable = () => this.show({ text: this.offlineValue, tone: "error" })

  refused = (event) => {
    if (GATEWAY.includes(event.detail.xhr.status)) return this.unreachable()
    const sentence = event.detail.xhr.getResponseHeader("X-Problem")
    this.show({ text: sentence ? decodeURIComponent(sentence) : this.failedValue, tone: "error" })
  }

  show({ text, undo, tone, href, label, undid }) {
    if (!text) return
    const toast = this.templateTarget.content.firstElementChild.cloneNode(true)
    toast.querySelector("p").textContent = text
    const form = toast.querySelector("form")
    if (undo) form.setAttribute("hx-post", undo)
    else form.remove()
    if (undid) this.offerRedo(toast)
    const link = toast.querySelector("a")
    if (href) link.href = href
    else link.remove()
    if (label) link.textContent = label
    if (tone) toast.dataset.tone = tone
    this.element.append(toast)
    window.htmx.process(toast)
    this.standing.slice(0, -AT_ONCE).forEach((spare) => spare.remove())
  }

  // Those whose undo is not under way: that one would be lost with its message.
  get standing() { return this.toastTargets.filter((toast) => !("sent" in toast.dataset)) }

  start(toast) {
    this.timers ??= new Map()
    this.timers.set(toast, setTimeout(() => toast.remove(), this.lifeValue))
  }

  pause(event) {
    clearTimeout(this.timers.get(event.currentTarget))
  }

  resume(event) {
    this.pause(event)
    this.start(event.currentTarget)
  }

  dismiss(event) {
    event.target.closest(".toast")?.remove()
  }

  offerRedo(toast) {
    toast.dataset.undid = ""
    toast.querySelectorAll("form button").forEach((button) => { button.textContent = this.redoValue })
    toast.querySelectorAll("form kbd").forEach((key) => { key.textContent = "Ctrl Shift Z" })
  }

  last(undid) {
    const toasts = this.toastTargets.filter((toast) => toast.querySelector("form") && !("sent" in toast.dataset) && "undid" in toast.dataset === undid)
    return toasts.at(-1)
  }

  // Ctrl+Z outside a field undoes the latest thing that can be undone, and once more what was done before; the server knows
  // it when its message has left, for the product of this page. What an undo did is undone by Ctrl+Shift+Z.
  undoLatest() {
    const toast = this.last(false)
    if (this.idle) this.sayNothing(this.idle)
    else if (toast) this.send(toast)
    else if (this.latestValue) window.htmx.ajax("POST", this.latestValue, { source: this.element, swap: "none" })
  }

  // The message that came last, if it tells of nothing that can be undone: the key was meant for it, not for what was before.
  get idle() {
    const toast = this.toastTargets.at(-1)
    const isOfUndoing = toast && (toast.querySelector("form") || toast.dataset.tone || "undid" in toast.dataset)
    return isOfUndoing ? null : toast
  }

  sayNothing(idle) {
    idle.remove()
    this.show({ text: this.nothingValue, undid: true })
  }

  redo() {
    const toast = this.last(true)
    if (toast) this.send(toast)
  }

  // Pressed twice, the key means the next one.
  send(toast) {
    toast.dataset.sent = ""
    toast.querySelector("form button").click()
  }
}
