import { Controller } from "@hotwired/stimulus"
import { save } from "../moving.js"

const SLACK = 4
const PATIENCE = 700
const ARROWS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowDown: ["y", -1], ArrowUp: ["y", 1] }

// Bubbles between two axes { sets, label, low, high, start, end, step }. Dragged, or moved by arrow keys, a bubble's values
// follow in steps and are saved together; refused, it goes back. Pointing at one shows what it is.
export default class extends Controller {
  static targets = ["plot", "bubble", "tip", "voice"]
  static values = { url: String, x: Object, y: Object, enabled: Boolean, offline: String, failed: String }

  connect() {
    this.listeners = [
      ["pointerdown", this.press], ["keydown", this.key], ["focusout", this.left], ["pointerover", this.point], ["pointerout", this.hide], ["focusin", this.point], ["dragstart", this.hold],
    ]
    for (const [name, listener] of this.listeners) this.element.addEventListener(name, listener)
  }

  disconnect() {
    this.left()
    this.release?.()
    for (const [name, listener] of this.listeners) this.element.removeEventListener(name, listener)
  }

  hold = (event) => { event.preventDefault() }

  bubbleOf(event) { return event.target.closest?.(".bubble") }

  press = (event) => {
    const bubble = this.bubbleOf(event)
    if (!this.enabledValue || !bubble || event.button !== 0 || !event.isPrimary) return
    const from = { x: event.clientX, y: event.clientY, values: this.valuesOf(bubble), lifted: false }
    const move = (moved) => {
      from.lifted ||= Math.hypot(moved.clientX - from.x, moved.clientY - from.y) > SLACK
      if (!from.lifted) return
      bubble.dataset.lifted = ""
      const scale = this.plotTarget.getScreenCTM().a
      this.show(bubble, {
        x: this.moved(this.xValue, from.values.x, (moved.clientX - from.x) / scale),
        y: this.moved(this.yValue, from.values.y, (moved.clientY - from.y) / scale),
      })
      this.tell(bubble)
    }
    const end = (ended) => {
      this.release()
      delete bubble.dataset.lifted
      if (!from.lifted) return
      document.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation() }, { capture: true, once: true })
      if (ended.type === "pointerup") this.settle(bubble, from.values)
      else this.show(bubble, from.values)
      this.tipTarget.hidden = true
    }
    const stop = (pressed) => { if (pressed.key === "Escape" && from.lifted) { pressed.stopPropagation(); this.show(bubble, from.values); end(pressed) } }
    const global = { pointermove: move, pointerup: end, pointercancel: end, keydown: stop }
    this.release = () => { for (const [name, listener] of Object.entries(global)) document.removeEventListener(name, listener, true) }
    for (const [name, listener] of Object.entries(global)) document.addEventListener(name, listener, true)
    if (event.pointerType === "touch") this.plotTarget.style.touchAction = "none"
  }

  // A value, moved by some units of the drawing, in steps and within its range.
  moved(axis, value, by) { return this.snapped(axis, value + (by / (axis.end - axis.start)) * (axis.high - axis.low)) }

  snapped(axis, value) {
    if (!axis.sets) return value
    const held = Math.max(axis.low, Math.min(axis.high, Math.round(value / axis.step) * axis.step))
    return Number(held.toFixed(6))
  }

  key = (event) => {
    const bubble = this.bubbleOf(event)
    const [name, direction] = ARROWS[event.key] ?? []
    if (!bubble || !name || !this.enabledValue || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const axis = this[`${name}Value`]
    if (!axis.sets) return
    if (this.waiting?.bubble !== bubble) this.left()
    this.waiting ??= { bubble, values: this.valuesOf(bubble) }
    clearTimeout(this.timer)
    this.timer = setTimeout(this.left, PATIENCE)
    const values = this.valuesOf(bubble)
    this.show(bubble, { ...values, [name]: this.snapped(axis, values[name] + direction * axis.step * (event.shiftKey ? 5 : 1)) })
    this.tell(bubble)
    this.voiceTarget.textContent = `${axis.label} ${bubble.dataset[name]}`
  }

  // What the arrow keys have changed is saved a moment after the last of them, or when the focus leaves.
  left = () => {
    clearTimeout(this.timer)
    const { waiting } = this
    this.waiting = null
    this.hide()
    if (waiting) this.settle(waiting.bubble, waiting.values)
  }

  valuesOf(bubble) { return { x: Number(bubble.dataset.x), y: Number(bubble.dataset.y) } }

  show(bubble, values) {
    const circle = bubble.querySelector("circle")
    for (const name of ["x", "y"]) {
      const axis = this[`${name}Value`]
      if (!axis.sets) values[name] = Number(bubble.dataset[name])
      bubble.dataset[name] = values[name]
      const at = axis.start + ((values[name] - axis.low) / (axis.high - axis.low)) * (axis.end - axis.start)
      const before = Number(circle.getAttribute(`c${name}`))
      circle.setAttribute(`c${name}`, (at + Number(bubble.dataset[`d${name}`])).toFixed(1))
      const text = bubble.querySelector("text")
      text?.setAttribute(name, (Number(text.getAttribute(name)) + Number(circle.getAttribute(`c${name}`)) - before).toFixed(1))
    }
  }

  async settle(bubble, before) {
    const after = this.valuesOf(bubble)
    const changed = ["x", "y"].filter((name) => after[name] !== before[name])
    if (!changed.length) return
    const answer = await save(`${this.urlValue}${bubble.dataset.number}/move/`, () => ({
      lock_version: bubble.dataset.lockVersion,
      ...Object.fromEntries(changed.map((name) => [`set.${this[`${name}Value`].sets}`, after[name]])),
    }), { offline: this.offlineValue, failed: this.failedValue })
    if (answer.ok) bubble.dataset.lockVersion = answer.version
    else this.show(bubble, before)
    if (answer.ok || [404, 409].includes(answer.status)) window.htmx.trigger(document.body, "requirements:changed")
  }

  point = (event) => { if (this.bubbleOf(event)) this.tell(this.bubbleOf(event)) }
  hide = () => { this.tipTargets.forEach((tip) => { tip.hidden = true }) }

  tell(bubble) {
    const tip = this.tipTarget
    const [name, text] = tip.children
    const moved = bubble.dataset.lifted !== undefined || this.waiting
    name.textContent = bubble.dataset.title
    text.textContent = moved ? `${this.xValue.label} ${bubble.dataset.x} · ${this.yValue.label} ${bubble.dataset.y}` : bubble.dataset.said
    tip.hidden = false
    const [at, frame] = [bubble.querySelector("circle").getBoundingClientRect(), tip.parentElement.getBoundingClientRect()]
    const left = Math.max(0, Math.min(at.left + at.width / 2 - frame.left - tip.offsetWidth / 2, frame.width - tip.offsetWidth))
    const above = at.top - frame.top - tip.offsetHeight - 8
    tip.style.transform = `translate(${left + tip.parentElement.scrollLeft}px, ${above > 0 ? above : at.bottom - frame.top + 8}px)`
  }
}
