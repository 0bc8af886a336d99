import { Controller } from "@hotwired/stimulus"
import * as drafts from "../drafts.js"

const PAUSE = 300
const TEXT = "textarea[name], input[type=text][name], input[type=url][name], input:not([type])[name]"

// Keeps what is typed in a form until a server has it: <form data-controller="unsaved" data-unsaved-key-value="SHOP-142:comment">
// A restored draft reveals the "notice" target; its button calls unsaved#discard. data-unsaved-refused-value="true" on
// a form that the server sent back: its text counts as unsaved although it came with the page. data-unsaved-settled-value
// says that the server has put another text there, which is kept in the place of the draft. data-unsaved-begun-value is the
// key of a draft from which this form was begun: it is settled with it.
export default class extends Controller {
  static targets = ["notice"]
  static values = { key: String, warn: { type: Boolean, default: true }, refused: Boolean, settled: Boolean, begun: String }

  connect() {
    this.form = this.element.matches("form") ? this.element : this.element.querySelector("form")
    this.form.addEventListener("input", this.changed)
    this.form.addEventListener("submit", this.submitting)
    this.form.addEventListener("reset", this.discarded)
    this.form.addEventListener("htmx:beforeOnLoad", this.answering)
    this.form.addEventListener("htmx:afterRequest", this.answered)
    window.addEventListener("beforeunload", this.leaving)
    this.restore()
  }

  disconnect() {
    clearTimeout(this.timer)
    if (this.dirty) this.keep()
    this.form.removeEventListener("input", this.changed)
    this.form.removeEventListener("submit", this.submitting)
    this.form.removeEventListener("reset", this.discarded)
    this.form.removeEventListener("htmx:beforeOnLoad", this.answering)
    this.form.removeEventListener("htmx:afterRequest", this.answered)
    window.removeEventListener("beforeunload", this.leaving)
  }

  restore() {
    if (this.refusedValue) this.dirty = true
    if (this.settledValue) return this.keep()
    const kept = drafts.load(this.keyValue)
    if (!kept) return
    const changed = this.fields.filter((field) => field.name in kept && kept[field.name] !== field.value)
    if (!changed.length) return this.refusedValue || drafts.clear(this.keyValue)
    changed.forEach((field) => { field.value = kept[field.name] })
    this.dirty = true
    if (this.hasNoticeTarget) this.noticeTarget.hidden = false
    this.dispatch("restored")
  }

  changed = () => {
    this.dirty = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), PAUSE)
  }

  keep() {
    const values = this.fields.map((field) => [field.name, field.value])
    const differs = this.refusedValue || this.fields.some((field) => field.value !== field.defaultValue)
    if (differs) drafts.save(this.keyValue, Object.fromEntries(values))
    else drafts.clear(this.keyValue)
    this.dirty = differs
  }

  submitting = (event) => {
    if (event.defaultPrevented && !this.usesHtmx) return
    clearTimeout(this.timer)
    this.keep()
    this.sent = this.text
    if (this.usesHtmx) return
    for (const key of [this.keyValue, this.begunValue]) drafts.markSent(key)
    this.dirty = false
  }

  // The answer takes this form's place, which morphing grants only to forms without unsaved text.
  answering = (event) => {
    if (event.detail.elt === this.form) this.dirty = false
  }

  answered = (event) => {
    if (event.detail.elt !== this.form) return
    const accepted = event.detail.xhr.status > 0 && event.detail.xhr.status < 400
    if (accepted) drafts.clear(this.begunValue)
    if (!accepted) this.dirty = true
    else if (this.text === this.sent) this.forget()
    else this.keep() // typed while the request was under way: the form that follows finds it as a draft
  }

  leaving = (event) => {
    if (!this.dirty) return
    this.keep()
    if (this.dirty && this.warnValue) event.preventDefault()
  }

  discard(event) {
    event?.preventDefault()
    this.form.reset()
  }

  discarded = () => { this.forget() }

  forget() {
    clearTimeout(this.timer)
    drafts.clear(this.keyValue)
    this.dirty = false
    if (this.hasNoticeTarget) this.noticeTarget.hidden = true
  }

  get text() { return JSON.stringify(this.fields.map((field) => field.value)) }
  set dirty(value) { this.form.toggleAttribute("data-unsaved-dirty", value) }
  get dirty() { return this.form.hasAttribute("data-unsaved-dirty") }
  get fields() { return [...this.form.querySelectorAll(TEXT)].filter((field) => field.type !== "password") }
  get usesHtmx() { return this.form.hasAttribute("hx-post") || this.form.hasAttribute("hx-patch") || this.form.hasAttribute("hx-put") }
}
