import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

const KEPT = 12

// The palette: a combobox in a dialog that is there already, so that it opens at once; the list comes by htmx. What was
// chosen or visited lately ([data-recent] on a page) is remembered by name per person; the server says what it is.
// Whatever has data-palette-open opens it.
export default class extends Controller {
  static targets = ["dialog", "form", "field", "list", "at", "item", "recent"]
  static values = { person: String }

  connect() {
    document.addEventListener("click", this.asked)
    const here = document.querySelector("[data-recent]")
    if (here) this.remember(here.dataset.recent)
  }

  disconnect() {
    document.removeEventListener("click", this.asked)
    if (this.dialogTarget.open) this.shut()
  }

  asked = (event) => {
    if (!event.target.closest?.("[data-palette-open]") || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (this.dialogTarget.open) this.shut()
    else this.open()
  }

  open() {
    this.opener = document.activeElement
    this.pressed = this.hurried = this.answer = null
    this.atTarget.value = location.pathname + location.search
    this.itemTarget.value = this.opener.closest("[data-key]")?.dataset.key ?? document.querySelector("[data-recent]")?.dataset.recent ?? ""
    this.recentTarget.value = this.remembered.join(",")
    this.show()
    this.fieldTarget.focus()
    this.fieldTarget.select()
    this.fieldTarget.dispatchEvent(new CustomEvent("palette:ask"))
  }

  // showModal makes all of the page inert, and a browser needs the longer for that the longer the list is. The palette
  // covers the page, keeps the focus and closes by Escape itself; only over another dialog it has to be a modal one.
  show() {
    if (document.querySelector("dialog[open]")) this.dialogTarget.showModal()
    else this.dialogTarget.show()
  }

  // A field keeps the focus for a frame after it is hidden, and would swallow the next key.
  shut() {
    this.fieldTarget.blur()
    this.dialogTarget.close()
  }

  // The focus is back where it was before the chosen key is pressed for what is there.
  closed() {
    if (this.opener?.isConnected) this.opener.focus()
    this.fieldTarget.value = ""
    this.listTarget.replaceChildren()
    const button = this.pressed && document.querySelector(`[data-hotkey="${CSS.escape(this.pressed)}"]`)
    this.pressed = null
    button?.click()
  }

  held(event) {
    if (event.target !== this.fieldTarget) event.preventDefault()
    if (event.target === this.dialogTarget) this.shut()
  }

  stay(event) { event.preventDefault() }

  arrived({ detail }) {
    this.answer = detail.requestConfig?.formData.get("q")
    this.mark(this.options[0])
    if (this.hurried && this.answered) this.choose(this.hurried)
  }

  // Enter pressed before the answer to what is typed has arrived waits for it; typing on forgets it.
  typed() { this.hurried = null }

  key(event) {
    if (isComposing(event)) return
    const { options } = this
    const at = options.indexOf(this.current)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      const last = options.length - 1
      this.mark(options[to > last ? (at === last ? 0 : last) : to < 0 ? (at === 0 ? last : 0) : to])
    } else if (event.key === "Tab") event.preventDefault()
    else if (event.key === "Escape") {
      event.preventDefault()
      this.shut()
    } else if (event.key === "Enter") {
      event.preventDefault()
      const { ctrlKey, metaKey } = event
      if (this.answered && this.current) this.choose({ ctrlKey, metaKey })
      else this.hurried = { ctrlKey, metaKey }
    }
  }

  choose(keys) {
    this.hurried = null
    this.current?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...keys }))
  }

  point(event) {
    const option = event.target.closest("[role=option]")
    if (option && option !== this.current) this.mark(option, false)
  }

  // A chosen key is pressed where the page has it; links and buttons do the rest themselves.
  chosen(event) {
    const option = event.target.closest("[role=option]:not([aria-disabled])")
    if (!option) return
    this.remember(option.dataset.name)
    const key = option.dataset.press
    if (key && document.querySelector(`[data-hotkey="${CSS.escape(key)}"]`)) {
      event.preventDefault()
      this.pressed = key
    }
    if (this.pressed || !option.href) this.shut()
  }

  mark(option, scrolls = true) {
    this.current?.setAttribute("aria-selected", "false")
    this.fieldTarget.setAttribute("aria-activedescendant", option?.id ?? "")
    option?.setAttribute("aria-selected", "true")
    if (scrolls) option?.scrollIntoView({ block: "nearest" })
  }

  remember(name) {
    try {
      localStorage.setItem(this.shelf, [name, ...this.remembered.filter((other) => other !== name)].slice(0, KEPT).join(","))
    } catch { /* full or forbidden */ }
  }

  get remembered() {
    try { return (localStorage.getItem(this.shelf) ?? "").split(",").filter(Boolean) } catch { return [] }
  }

  get shelf() { return `pmhub:recent:${this.personValue}` }
  get options() { return [...this.listTarget.querySelectorAll("[role=option]:not([aria-disabled])")] }
  get answered() { return this.answer === this.fieldTarget.value }
  get current() { return this.listTarget.querySelector("[aria-selected=true]") }
}
