import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"

const PATIENCE = 1200
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

// One on the body. Any element says data-hotkey="c", "g r" (one after the other) or "mod+k"; the key clicks it, or
// focuses it if it is a field. Silent while typing or composing; off when data-hotkey-enabled-value is false.
export default class extends Controller {
  static targets = ["sheet", "rows", "row", "fixed", "off"]
  static values = { enabled: { type: Boolean, default: true } }

  connect() {
    this.pressed = ""
    document.addEventListener("keydown", this.press)
  }

  disconnect() {
    clearTimeout(this.timer)
    document.removeEventListener("keydown", this.press)
  }

  press = (event) => {
    if (event.defaultPrevented || isComposing(event) || event.repeat || event.altKey) return
    const chord = this.name(event)
    const withMod = chord.startsWith("mod+") && !(chord.endsWith("+z") && isTyping(event)) // a field undoes its own text
    if (!withMod && (!this.enabledValue || isTyping(event) || this.isWithinOverlay(event))) return
    this.remember(chord, withMod)
    const element = this.find(this.pressed) ?? this.find(chord)
    if (element) this.trigger(element, event)
    else if (chord === "?" && this.hasSheetTarget) this.openSheet(event)
  }

  name(event) {
    const mod = isMac ? event.metaKey : event.ctrlKey
    const shift = event.shiftKey && (mod || event.key.length > 1) ? "shift+" : ""
    return (mod ? "mod+" : "") + shift + event.key.toLowerCase()
  }

  // Keys in an open dialog, menu or editor belong to it.
  isWithinOverlay(event) {
    return Boolean(document.querySelector("dialog[open]") ?? event.target.closest?.("[popover]:popover-open, [data-editable-target=slot]"))
  }

  remember(chord, alone) {
    clearTimeout(this.timer)
    this.pressed = alone || !this.pressed ? chord : `${this.pressed} ${chord}`.split(" ").slice(-2).join(" ")
    this.timer = setTimeout(() => { this.pressed = "" }, PATIENCE)
  }

  find(keys) {
    const matching = document.querySelectorAll(`[data-hotkey~="${CSS.escape(keys)}"], [data-hotkey="${CSS.escape(keys)}"]`)
    return [...matching].find((element) => {
      const isSequence = element.dataset.hotkey.includes(" ")
      return (isSequence ? element.dataset.hotkey === keys : true) && element.checkVisibility() && !element.disabled
    })
  }

  trigger(element, event) {
    event.preventDefault()
    this.pressed = ""
    if (element.matches("input:not([type=submit], [type=checkbox], [type=radio]), textarea, select")) element.focus()
    else element.click()
  }

  // The sheet lists what this page offers, read from the elements themselves.
  openSheet(event) {
    event.preventDefault()
    const known = new Map()
    for (const element of document.querySelectorAll("[data-hotkey]")) {
      if (!element.checkVisibility() || !(this.enabledValue || element.dataset.hotkey.startsWith("mod+"))) continue
      const label = element.dataset.hotkeyLabel ?? element.getAttribute("aria-label") ?? this.text(element)
      if (!known.has(element.dataset.hotkey)) known.set(element.dataset.hotkey, label)
    }
    this.rowsTarget.replaceChildren(...[...known].map(([keys, label]) => this.row(keys, label)))
    this.fixedTarget.hidden = !this.enabledValue
    this.offTarget.hidden = this.enabledValue
    for (const line of this.fixedTarget.children) line.hidden = "needs" in line.dataset && !document.querySelector(line.dataset.needs)
    this.sheetTarget.showModal()
  }

  row(keys, label) {
    const row = this.rowTarget.content.cloneNode(true)
    row.querySelector("[data-label]").textContent = label
    row.querySelector("kbd").textContent = keys.replace(/[a-z]$|^[a-z](?= )/g, (letter) => letter.toUpperCase()).replace("mod+", isMac ? "⌘ " : "Ctrl ").replace("shift+", "Shift ")
    return row
  }

  text(element) {
    const copy = element.cloneNode(true)
    copy.querySelectorAll("kbd, .count, .sr-only").forEach((part) => part.remove())
    return copy.textContent.trim() || element.title
  }
}
