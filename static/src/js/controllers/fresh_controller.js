import { Controller } from "@hotwired/stimulus"
import htmx from "htmx.org"
import { addressOf, shownAs } from "../items.js"

// Whatever shows an item looks anew when it has changed: its rows where they stand, its panel or page, and lists of
// another kind as a whole (they listen to requirements:changed).
export default class extends Controller {
  connect() {
    this.drawing = new Map()
    document.addEventListener("requirement:changed", this.changed)
    document.addEventListener("htmx:afterRequest", this.edited)
  }

  disconnect() {
    document.removeEventListener("requirement:changed", this.changed)
    document.removeEventListener("htmx:afterRequest", this.edited)
  }

  changed = (event) => this.refresh(shownAs(event.detail.key))

  // The panel has been edited and shows it already; the list does not yet.
  edited = (event) => {
    const { target, requestConfig, successful } = event.detail
    if (!successful || requestConfig?.verb === "get" || target?.id !== "requirement" || !target.closest("#peek")) return
    this.refresh(shownAs(target.dataset.key).filter((shown) => shown !== target))
  }

  refresh(places) {
    const others = places.filter((place) => !this.refreshOne(place))
    if (others.length) htmx.trigger(document.body, "requirements:changed")
  }

  refreshOne(place) {
    const address = addressOf(place.dataset.key)
    if (place.id === "requirement") {
      const panel = place.closest("#peek") ? "?peek=1" : ""
      htmx.ajax("GET", `${address}${panel}`, { source: place, target: place, swap: "morph" })
    } else if (place.matches("#rows[data-row-query] tr")) this.refreshRow(place, `${address}row/${place.closest("table").dataset.rowQuery}`)
    else return false
    return true
  }

  // One after the other, also when the one before failed: what is asked for a row that is just being drawn anew would be lost
  // with it.
  refreshRow({ id }, address) {
    const draw = () => this.draw(document.getElementById(id), address)
    this.drawing.set(id, (this.drawing.get(id) ?? Promise.resolve()).then(draw, draw))
  }

  async draw(row, address) {
    if (!row) return
    const { id } = row
    const field = (row.contains(document.activeElement) && document.activeElement.dataset.field) || "key"
    await htmx.ajax("GET", address, { source: row, target: row, swap: "outerHTML", select: "tr" })
    const fresh = document.getElementById(id)
    if (!fresh) return
    fresh.classList.add("saved")
    this.dispatch("refreshed", { target: fresh })
    if (document.activeElement !== document.body) return
    const place = fresh.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? fresh
    place.tabIndex = place === fresh ? -1 : 0
    place.focus()
  }
}
