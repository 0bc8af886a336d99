import { Controller } from "@hotwired/stimulus"
import htmx from "htmx.org"
import { focusOn, rowOf, rows, shownAs } from "../items.js"
import { keepPlace, leftPlace } from "../left_place.js"

const ONE_BY_ONE = 10

const isComingBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward"

// The button or header, drawn anew with the list, that stands for the one that was used.
function controlOf(element) {
  const field = element.closest("#list thead [data-field]")?.dataset.field
  if (field) return `#list thead [data-field="${CSS.escape(field)}"] a`
  const button = element.closest("#filters .menu-host")?.querySelector("[popovertarget]")
  return element.closest("#filters") && `[popovertarget="${button?.getAttribute("popovertarget") ?? "add-filter"}"]`
}

// On a page with a list (#list), or a roadmap, people keep their place when something has changed: what was taken back is shown anew
// where it stands, and a list that is drawn anew, or that Back leads to, gets its rows, its scroll and its focus back.
export default class extends Controller {
  connect() {
    document.addEventListener("htmx:configRequest", this.asking)
    document.addEventListener("undone", this.undone)
    document.addEventListener("htmx:beforeSwap", this.leaving)
    document.addEventListener("htmx:afterSettle", this.back)
    document.addEventListener("wheel", this.forget, { passive: true })
    document.addEventListener("focusin", this.stands)
    window.addEventListener("pagehide", this.gone)
    this.returned()
  }

  disconnect() {
    document.removeEventListener("htmx:configRequest", this.asking)
    document.removeEventListener("undone", this.undone)
    document.removeEventListener("htmx:beforeSwap", this.leaving)
    document.removeEventListener("htmx:afterSettle", this.back)
    document.removeEventListener("wheel", this.forget)
    document.removeEventListener("focusin", this.stands)
    window.removeEventListener("pagehide", this.gone)
  }

  // An undo is asked not to lead to another page.
  asking = ({ target, detail }) => { if (target.closest("#toasts")) detail.parameters.stays = "1" }

  stands = ({ target }) => { if (rowOf(target)) this.last = target }

  // Values that went back show in their rows and panel; for more, for items that came or went, in manual order and in the
  // tree, where a row may have another place now, the list is drawn anew.
  undone = ({ detail: { keys } }) => {
    const inRows = keys.every((key) => document.querySelector(`#rows[data-row-query]:not([data-controller~=ranking]) tr[data-key="${CSS.escape(key)}"]`))
    if (keys.length && keys.length <= ONE_BY_ONE && inRows) return keys.forEach(this.renew)
    htmx.trigger(document.body, "requirements:changed")
    keys.filter((key) => shownAs(key).some((shown) => shown.closest("#peek"))).forEach(this.renew)
  }

  renew = (key) => document.dispatchEvent(new CustomEvent("requirement:changed", { detail: { key } }))

  leaving = ({ detail: { target, requestConfig, shouldSwap } }) => {
    if (target.id !== "list" || !shouldSwap) return
    this.control = controlOf(document.activeElement)
    if (requestConfig?.triggeringEvent?.type !== "requirements:changed") return
    this.kept = this.place
  }

  gone = () => {
    if (this.last?.isConnected) keepPlace({ address: location.href, ...this.place })
  }

  returned() {
    const left = leftPlace()
    if (left?.address !== location.href || !(left.isAwaited || isComingBack())) return
    keepPlace({ ...left, isAwaited: false })
    this.kept = left
    this.back()
  }

  get place() {
    const { scrollTop, scrollLeft } = this.scroller
    const row = rowOf(this.last)
    return { scrollTop, scrollLeft, key: row?.dataset.key, at: rows().indexOf(row), field: this.last?.closest("[data-field]")?.dataset.field ?? "key" }
  }

  // Pages are appended where the end of the list comes near, so scrolling on brings the rest.
  back = () => {
    if (this.control && document.activeElement === document.body) document.querySelector(this.control)?.focus({ preventScroll: true })
    this.control = ""
    if (!this.kept) return
    const { scrollTop, scrollLeft, key, at, field } = this.kept
    this.scroller.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" })
    const isShort = this.scroller.scrollTop < scrollTop - 1 || rows().length <= at
    if (isShort && document.querySelector("#more > *")) return
    this.forget()
    if (!key || document.activeElement !== document.body) return
    const row = shownAs(key).find((shown) => rowOf(shown)) ?? rows()[Math.min(at, rows().length - 1)]
    if (row) focusOn(row.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? row)
  }

  forget = () => { this.kept = null }

  get scroller() {
    const pane = document.getElementById("content")
    return pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY !== "visible" ? pane : document.scrollingElement
  }
}
