import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"
import { draggable, nameTag } from "../dragging.js"
import { save } from "../moving.js"

// Moving in a tree (see tree): a row dropped on another lies below it, in manual order also before or after it. Alt with an
// arrow indents, outdents or moves among siblings; the dialog takes any parent. What is below moves along.
export default class extends Controller {
  static targets = ["voice", "out", "dialog", "title"]
  static values = { url: String, manual: Boolean, offline: String, failed: String, under: String, free: String }

  connect() {
    this.element.addEventListener("keydown", this.key)
    this.stop = draggable(this.element, { item: "tr[data-key]", ghost: this.ghost, lift: this.lift, over: this.over, drop: this.drop, cancel: this.clear })
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.key)
    this.stop()
  }

  get tree() { return this.application.getControllerForElementAndIdentifier(this.element, "tree") }

  key = (event) => {
    const row = event.target.closest("tr[data-key]")
    const act = this.keys[event.key]
    if (!row || !act || !event.altKey || isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act(row)
  }

  keys = {
    ArrowRight: (row) => { const above = this.sibling(row, "previousElementSibling"); if (above) this.put(row, above, "into") },
    ArrowLeft: (row) => { const parent = this.tree.parentOf(row); if (parent) this.put(row, parent, "after") },
    ArrowUp: (row) => this.among(row, "previousElementSibling", "before"),
    ArrowDown: (row) => this.among(row, "nextElementSibling", "after"),
  }

  sibling(row, step) { return this.tree.near(row, step, this.tree.depth(row)) }

  among(row, step, where) {
    const other = this.sibling(row, step)
    if (other && this.manualValue) this.put(row, other, where)
  }

  ghost = (row) => nameTag(row.querySelector("a").textContent)

  lift = (row) => { row.dataset.lifted = "" }

  clear = () => {
    this.aim = null
    this.element.querySelectorAll("[data-lifted], [data-drop]").forEach((element) => { delete element.dataset.lifted; delete element.dataset.drop })
  }

  over = (row, x, y, under) => {
    const target = under?.closest("tr[data-key], .tree-out")
    this.element.querySelectorAll("[data-drop]").forEach((other) => { delete other.dataset.drop })
    this.aim = null
    if (!target || !this.element.contains(target) || target === row || this.tree.branch(row).includes(target)) return
    const box = target.getBoundingClientRect()
    const part = (y - box.top) / box.height
    const where = !this.manualValue || target === this.outTarget || (part > 0.25 && part < 0.75) ? "into" : part < 0.5 ? "before" : "after"
    target.dataset.drop = where
    this.aim = { target, where }
  }

  drop = (row) => {
    const { aim } = this
    this.clear()
    if (!aim) return
    if (aim.target === this.outTarget) this.send(row, "", {}, () => {})
    else this.put(row, aim.target, aim.where)
  }

  // The branch moves in the document at once and goes back where it was when that is refused.
  put(row, target, where) {
    const parent = where === "into" ? target : this.tree.parentOf(target)
    const rows = [row, ...this.tree.branch(row)]
    const next = rows.at(-1).nextElementSibling
    const [section, by] = [row.parentElement, this.tree.depth(target) + (where === "into" ? 1 : 0) - this.tree.depth(row)]
    const shift = (levels) => rows.forEach((one) => { one.ariaLevel = this.tree.depth(one) + levels })
    const last = this.tree.branch(target).filter((one) => !rows.includes(one)).at(-1) ?? target
    let place = where === "before" ? target : where === "into" ? target.nextElementSibling : last.nextElementSibling
    while (rows.includes(place)) place = place.nextElementSibling
    rows.forEach((one) => target.parentElement.insertBefore(one, place))
    shift(by)
    row.focus()
    const beside = where === "into" || !this.manualValue ? {} : { [where]: target.dataset.key }
    this.send(row, parent?.dataset.key ?? "", beside, () => {
      shift(-by)
      rows.forEach((one) => section.insertBefore(one, next?.parentElement === section ? next : null))
      row.focus()
    })
  }

  async send(row, parent, beside, back) {
    this.voiceTarget.textContent = (parent ? this.underValue : this.freeValue).replace("%key%", row.dataset.key).replace("%parent%", parent)
    const answer = await save(`${this.urlValue}${row.dataset.number}/move/`, () => ({ lock_version: row.dataset.lockVersion, "set.parent": parent, ...beside }), { offline: this.offlineValue, failed: this.failedValue })
    if (answer.ok) this.open(parent)
    else back()
    if (answer.ok || [404, 409].includes(answer.status)) window.htmx.trigger(document.body, "requirements:changed")
  }

  // What was moved stays in sight: the list, drawn anew, has the branch open.
  open(key) {
    const row = this.tree.rowTargets.find((other) => other.dataset.key === key)
    if (row) row.ariaExpanded = "true"
  }

  ask(event) {
    this.asked = event.target.closest("tr")
    this.titleTarget.textContent = event.currentTarget.ariaLabel
    this.dialogTarget.querySelector("input").value = ""
    this.dialogTarget.querySelector(".offers").replaceChildren()
    this.dialogTarget.showModal()
  }

  place(event) {
    const { submitter } = event
    if (submitter?.name === "cancel") return
    const typed = submitter?.name === "parent" ? submitter.value : this.dialogTarget.querySelector("input").value.trim()
    this.send(this.asked, typed, {}, () => {})
  }
}
