import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"
import { focusOn, isOverlaid, shortcutsAreOn } from "../items.js"

const PATIENCE = 700
const THING = ".roadmap-bar, .roadmap-stone"
const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 }
const UPRIGHT = { ArrowUp: -1, ArrowDown: 1, k: -1, j: 1 }

// A roadmap without a mouse. All its bars and diamonds are one stop of the Tab key: up and down go from one to the next. Left
// and right move one by a unit, with Shift its end, with Ctrl and Shift its start; D asks for dates, in the tray too. After
// every drawing the focus is again where it was, or on the way to what has left the picture.
export default class extends Controller {
  static targets = ["voice", "host"]

  connect() {
    this.listeners = [
      [this.element, "keydown", this.key], [this.element, "focusout", this.settle], [this.element, "focusin", this.enter],
      [this.element, "pointerdown", this.settle], [document, "htmx:afterSettle", this.drawn],
    ]
    for (const [node, name, listener] of this.listeners) node.addEventListener(name, listener)
    this.rove()
  }

  disconnect() {
    this.settle()
    for (const [node, name, listener] of this.listeners) node.removeEventListener(name, listener)
  }

  get bars() { return this.application.getControllerForElementAndIdentifier(this.hostTarget, "roadmap-bars") }
  get things() { return [...this.element.querySelectorAll(THING)] }

  key = (event) => {
    const thing = event.target.closest?.(`${THING}, [data-dates]`)
    if (!thing || isComposing(event) || isTyping(event) || isOverlaid()) return
    const way = SIDEWAYS[event.key]
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    const letter = event.key.toLowerCase()
    if (plain && letter === "d" && thing.dataset.dates && shortcutsAreOn()) this.ask(thing)
    else if (!thing.matches(THING) || event.altKey) return
    else if (plain && (event.key in UPRIGHT) && (event.key.length > 1 || shortcutsAreOn())) this.walk(thing, UPRIGHT[event.key])
    else if (plain && ["Home", "End"].includes(event.key)) focusOn(this.things.at(event.key === "Home" ? 0 : -1))
    else if (way && thing.dataset.lockVersion) { if (!this.carry(thing, way, event)) return }
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  ask(thing) {
    window.htmx.ajax("GET", thing.dataset.dates, { target: "#roadmap-dialog", swap: "innerHTML" })
  }

  walk(thing, by) {
    const { things } = this
    const next = things[things.indexOf(thing) + by]
    if (next) focusOn(next)
  }

  carry(thing, way, { shiftKey, ctrlKey, metaKey }) {
    const mod = ctrlKey || metaKey
    if (mod && !shiftKey) return false
    const edge = !shiftKey ? "both" : mod ? "start" : "end"
    if (this.waiting?.bar !== thing || this.waiting?.edge !== edge) this.settle()
    this.waiting ??= { bar: thing, edge, months: 0 }
    this.waiting.months += way * this.bars.unitOf(thing, edge)
    this.voiceTarget.textContent = this.bars.preview(thing, this.waiting.months, edge)
    clearTimeout(this.timer)
    this.timer = setTimeout(this.settle, PATIENCE)
    this.way = this.waiting.months
    return true
  }

  // What the arrow keys have moved is saved a moment after the last of them, or when the focus leaves.
  settle = () => {
    clearTimeout(this.timer)
    const { waiting } = this
    this.waiting = null
    if (waiting) this.bars?.settle(waiting.bar, { months: waiting.months, days: 0 }, waiting.edge)
  }

  enter = ({ target }) => {
    this.last = target.closest("[data-thing]")?.dataset.thing ?? target.closest(THING)?.id
    if (target.matches(THING) && target !== this.stop) this.stopAt(target)
  }

  stopAt(thing) {
    this.stop?.setAttribute("tabindex", "-1")
    this.stop = thing
    thing?.setAttribute("tabindex", "0")
  }

  // A drawing from the server knows of no stops.
  rove() {
    const { things } = this
    things.forEach((thing) => thing.setAttribute("tabindex", "-1"))
    this.stopAt(things.find((thing) => thing.id === this.last) ?? things[0])
  }

  drawn = ({ detail: { elt } }) => {
    if (elt !== this.element) return
    this.rove()
    if (!this.last || document.activeElement !== document.body) return
    const ways = this.element.querySelectorAll(".roadmap-beyond a")
    const place = document.getElementById(this.last) ?? [...ways].at(this.way < 0 ? 0 : -1) ?? this.things[0]
    if (place) focusOn(place)
  }
}
