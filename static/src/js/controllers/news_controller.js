import { Controller } from "@hotwired/stimulus"

const PAUSE = 20_000
const WIDE = matchMedia("(width >= 48rem)")
const BUSY = "#reader:focus-within, #reader :is([data-unsaved-dirty], [data-pending], :popover-open), dialog[open]"
const rows = () => document.getElementById("rows")
const boxIn = (row) => row?.querySelector("input[type=checkbox]")
const versionOf = (row) => boxIn(row)?.value ?? row?.textContent

// A list that others work on too. Every so often, and when the page is looked at again, it asks what has changed: rows that are
// shown are drawn anew in their places, with their ticks and the focus; what has left goes, unless it is read or ticked; what is
// new is announced, and shown when asked for. <div data-controller="news" data-action="….changed@document->news#redraw">
export default class extends Controller {
  static targets = ["offer", "count"]
  static values = { url: String, list: String, since: Number }

  connect() {
    this.came = new Set()
    this.timer = setInterval(() => this.ask(), PAUSE)
  }

  disconnect() { clearInterval(this.timer) }

  async ask() {
    if (document.hidden || this.isAsking) return
    this.isAsking = true
    const page = await this.fetched(`${this.urlValue}${this.urlValue.includes("?") ? "&" : "?"}since=${this.sinceValue}`)
    this.isAsking = false
    const news = page?.querySelector("table[data-since]")
    if (!news || !this.element.isConnected) return
    this.sinceValue = news.dataset.since
    this.keepPlace(() => news.querySelectorAll("tr").forEach((fresh) => this.put(fresh)))
    this.take(news.dataset.left)
    this.announce(news)
    this.replace(page, "shelves")
  }

  // The list as it is now, from its beginning; what is read stays beside it unless it has changed and nobody writes there.
  async redraw({ type }) {
    const page = await this.fetched(this.listValue)
    const fresh = page?.getElementById("rows")
    if (!page) return
    for (const id of ["shelves", "feedback-to-do", "inbox-to-do"]) this.replace(page, id)
    if (!fresh || !rows()) return this.replace(page, "content")
    const read = rows().querySelector("tr[aria-current]")
    fresh.querySelectorAll("tr").forEach((row) => this.carry(document.getElementById(row.id), row, type !== "click"))
    this.keepPlace(() => { rows().replaceChildren(...fresh.children); window.htmx.process(rows()) })
    this.replace(page, "more")
    this.came.clear()
    this.offerTarget.hidden = true
    if (read) this.readOn(read)
  }

  async fetched(address) {
    try {
      const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } })
      return response.status === 200 ? new DOMParser().parseFromString(await response.text(), "text/html") : null
    } catch { return null } // without a network it asks again later
  }

  put(fresh) {
    const row = document.getElementById(fresh.id)
    if (!row || versionOf(row) === versionOf(fresh)) return
    this.carry(row, fresh)
    row.replaceWith(fresh)
    window.htmx.process(fresh)
    if (fresh.hasAttribute("aria-current")) this.readOn(row)
  }

  // What was ticked keeps the version that was seen, so that a decision leaves what others have changed since, and says so.
  // After a decision of one's own all are new.
  carry(row, fresh, isDecided = false) {
    fresh.toggleAttribute("aria-current", false)
    if (!row) return
    if (row.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true")
    if (!boxIn(row)?.checked) return
    boxIn(fresh).checked = true
    if (!isDecided) boxIn(fresh).value = boxIn(row).value
  }

  take(keys) {
    for (const key of keys.split(" ").filter(Boolean)) {
      const row = rows()?.querySelector(`[data-key="${CSS.escape(key)}"]`)
      if (row && !row.hasAttribute("aria-current") && !boxIn(row)?.checked && !row.contains(document.activeElement)) row.remove()
      this.came.delete(key)
    }
  }

  announce({ dataset }) {
    const came = dataset.came.split(" ").filter((key) => key && !rows()?.querySelector(`[data-key="${CSS.escape(key)}"]`))
    came.forEach((key) => this.came.add(key))
    this.countTarget.textContent = `${this.came.size}${"much" in dataset ? "+" : ""}`
    this.offerTarget.hidden = this.came.size === 0
  }

  replace(page, id) {
    const fresh = page.getElementById(id)
    if (!fresh) return
    document.getElementById(id)?.replaceWith(fresh)
    window.htmx.process(fresh)
  }

  keepPlace(act) {
    const held = rows()?.contains(document.activeElement) ? document.activeElement : null
    const id = held?.closest("tr").id
    const isBox = held?.matches("input")
    act()
    const row = id && !held.isConnected && document.getElementById(id)
    if (row) (isBox ? boxIn(row) : row).focus({ preventScroll: true })
  }

  // What is read was decided on together with others, or by others: it is read anew, or the first instead of what has left.
  readOn(before) {
    const row = document.getElementById(before.id)
    if (!WIDE.matches || document.querySelector(BUSY) || versionOf(row) === versionOf(before)) return
    const next = row ?? rows().querySelector("tr")
    next?.setAttribute("aria-current", "true")
    next?.querySelector("[data-follow-target=link]").dispatchEvent(new CustomEvent("follow", { bubbles: true }))
  }
}
