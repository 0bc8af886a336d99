import { Controller } from "@hotwired/stimulus"
import { draggable } from "../dragging.js"
import { save } from "../moving.js"
import { told, unitAt } from "../roadmap_dates.js"

// What waits without dates is dragged onto the time axis: it gets the month, quarter or year, as the zoom says, on which it is
// let go. Its button and the key D ask for dates instead.
export default class extends Controller {
  static targets = ["host", "drop"]

  connect() {
    this.stop = draggable(this.element, { item: ".roadmap-waits[data-dates]", lift: this.lift, over: this.over, drop: this.drop, cancel: this.leave })
  }

  disconnect() { this.stop() }

  get bars() { return this.application.getControllerForElementAndIdentifier(this.hostTarget, "roadmap-bars") }

  lift = (row) => { row.dataset.lifted = "" }

  over = (row, x, y, under) => {
    const plot = this.dropTarget.ownerSVGElement
    const box = plot.getBoundingClientRect()
    const { startValue, daysValue, zoomValue } = this.bars
    this.unit = this.hostTarget.contains(under) && x >= box.left && x < box.right && unitAt(startValue, ((x - box.left) / box.width) * daysValue, zoomValue)
    this.dropTarget.toggleAttribute("data-on", Boolean(this.unit))
    if (!this.unit) return this.bars.hush()
    this.dropTarget.setAttribute("x", `${(this.unit.from / daysValue) * 100}%`)
    this.dropTarget.setAttribute("width", `${(this.unit.days / daysValue) * 100}%`)
    this.bars.point(told(this.unit.text, { months: 0, days: 0 }, document.documentElement.lang), { clientX: x, clientY: y })
  }

  leave = (row) => {
    delete row.dataset.lifted
    this.dropTarget.removeAttribute("data-on")
    this.bars.hush()
  }

  drop = async (row) => {
    this.leave(row)
    const { unit } = this
    if (!unit) return
    const { offlineValue: offline, failedValue: failed } = this.bars
    const answer = await save(row.dataset.dates, () => ({ start: unit.text, end: unit.text, lock_version: row.dataset.lockVersion }), { offline, failed })
    if (answer.ok || [404, 422].includes(answer.status)) window.htmx.trigger(document.body, "requirements:changed")
  }
}
