import { Controller } from "@hotwired/stimulus"
import { swallowClick } from "../dragging.js"
import { save } from "../moving.js"
import { MONTH, snapped, stepOf, told } from "../roadmap_dates.js"

const SLACK = 4
const REST = 280
const MOVABLE = "[data-lock-version]"

// Bars and diamonds on a time axis: dragged, taken by an edge, or moved by keys (see roadmap_keys) they follow at once and are
// saved; refused, they go back. data-roadmap-along says whether what belongs to a bar moves too.
export default class extends Controller {
  static targets = ["plot", "tip"]
  static values = { zoom: String, start: String, unit: Number, days: Number, offline: String, failed: String }

  connect() {
    this.listeners = [["pointerdown", this.press], ["dragstart", this.hold], ["touchmove", this.stay], ["contextmenu", this.stay]]
    for (const [name, listener] of this.listeners) this.element.addEventListener(name, listener, { passive: false })
  }

  disconnect() {
    this.forget?.()
    this.release?.()
    for (const [name, listener] of this.listeners) this.element.removeEventListener(name, listener)
  }

  hold = (event) => { if (event.target.closest?.(MOVABLE)) event.preventDefault() }

  // What is carried does not scroll.
  stay = (event) => { if (this.release) event.preventDefault() }

  press = (event) => {
    const bar = event.target.closest?.(MOVABLE)
    if (!bar || !this.plotTarget.contains(bar) || event.button !== 0 || !event.isPrimary) return
    if (event.pointerType === "touch") this.rest(bar, event)
    else this.take(bar, event)
  }

  // A finger takes a bar after a moment's rest; swiping scrolls.
  rest(bar, event) {
    const forget = this.forget = () => {
      clearTimeout(timer)
      for (const name of ["pointerup", "pointercancel"]) document.removeEventListener(name, forget, true)
    }
    const timer = setTimeout(() => {
      forget()
      this.take(bar, event)
      this.point(this.words(bar, { months: 0, days: 0 }, "both"), event)
    }, REST)
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, forget, true)
  }

  take(bar, event) {
    const edge = event.target.dataset?.edge ?? "both"
    const step = stepOf(this.datesOf(bar, edge), this.zoomValue)
    const perPixel = this.daysValue / this.plotTarget.getBoundingClientRect().width
    let lifted = false
    let shift = null
    const move = (moved) => {
      lifted ||= Math.abs(moved.clientX - event.clientX) > SLACK
      if (!lifted) return
      shift = snapped((moved.clientX - event.clientX) * perPixel, step)
      this.plotTarget.dataset.dragging = ""
      this.show(bar, shift.drawn, edge)
      this.point(this.words(bar, shift, edge), moved)
    }
    const end = (ended) => {
      this.release()
      if (!lifted) return
      swallowClick(ended.type === "keydown")
      if (ended.type === "pointerup") this.settle(bar, shift, edge)
      else this.show(bar, 0, edge)
    }
    const stop = (pressed) => { if (pressed.key === "Escape" && lifted) { pressed.stopPropagation(); end(pressed) } }
    const global = { pointermove: move, pointerup: end, pointercancel: end, keydown: stop }
    this.release = () => {
      this.release = null
      delete this.plotTarget.dataset.dragging
      this.hush()
      for (const [name, listener] of Object.entries(global)) document.removeEventListener(name, listener, true)
    }
    for (const [name, listener] of Object.entries(global)) document.addEventListener(name, listener, true)
  }

  // The months that one press of an arrow key is.
  unitOf(bar, edge) { return Math.max(this.unitValue, stepOf(this.datesOf(bar, edge), this.zoomValue)) }

  // Shows where a bar would be so many months on, and says it in words.
  preview(bar, months, edge) {
    const shift = { months, days: 0, drawn: months * MONTH }
    this.show(bar, shift.drawn, edge)
    return this.words(bar, shift, edge)
  }

  datesOf(bar, edge) {
    const { start, end } = bar.dataset
    return { both: [start, end], start: [start], end: [end] }[edge]
  }

  show(bar, days, edge) {
    const drawing = bar.querySelector("svg")
    bar.place ??= ["x", "width"].map((name) => parseFloat(drawing.getAttribute(name) ?? "0"))
    const [x, width] = bar.place
    const by = (days / this.daysValue) * 100
    bar.toggleAttribute("data-lifted", days !== 0)
    if (edge !== "end") drawing.setAttribute("x", `${x + by}%`)
    if (drawing.hasAttribute("width")) drawing.setAttribute("width", `${Math.max(0.3, width + { both: 0, start: -by, end: by }[edge])}%`)
  }

  words(bar, shift, edge) {
    const none = { months: 0, days: 0 }
    const { start, end } = bar.dataset
    const language = document.documentElement.lang
    const until = told(end, edge === "start" ? none : shift, language)
    return bar.dataset.kind === "milestone" ? until : `${told(start, edge === "end" ? none : shift, language)} – ${until}`
  }

  hush() { this.tipTarget.hidden = true }

  point(text, { clientX, clientY }) {
    this.tipTarget.textContent = text
    this.tipTarget.hidden = false
    const frame = this.element.getBoundingClientRect()
    const left = Math.min(clientX - frame.left + 14, frame.width - this.tipTarget.offsetWidth)
    this.tipTarget.style.transform = `translate(${left}px, ${clientY - frame.top + 18}px)`
  }

  async settle(bar, { months, days }, edge) {
    if (!months && !days) return this.show(bar, 0, edge)
    const along = document.querySelector("[data-roadmap-along]")?.checked ?? true
    const answer = await save(bar.dataset.move, () => ({
      months, days, edge, lock_version: bar.dataset.lockVersion, ...(along && { along: "on" }),
    }), { offline: this.offlineValue, failed: this.failedValue })
    if (answer.ok) bar.dataset.lockVersion = answer.version
    else this.show(bar, 0, edge)
    delete bar.place
    if (answer.ok || [404, 409].includes(answer.status)) window.htmx.trigger(document.body, "requirements:changed")
  }
}
