import { Controller } from "@hotwired/stimulus"
import { addressOf } from "../items.js"
import { parsed, place, textOf } from "./cells.js"
import { Picker } from "./picker.js"
import { asked } from "./saving.js"

// What cells_controller.js knows of columns and rows, and the lists of choices that it fetches once for each column of a product.
export class Listed extends Controller {
  columnOf(cell) { return this.element.querySelector(`thead th[data-field="${CSS.escape(cell.dataset.field ?? "")}"]`) }
  url(row) { return addressOf(row.dataset.key) }
  listOf(cell) { return `${cell.parentElement.dataset.key.replace(/-\d+$/, "")} ${cell.dataset.field}` }
  cellUrl(cell) { return `${this.url(cell.parentElement)}cells/${encodeURIComponent(cell.dataset.field)}/${this.queryValue}` }

  isChoice(cell) { return this.columnOf(cell).dataset.editor !== "text" }

  show(content, ...more) {
    this.panelTarget.replaceChildren(content, ...more)
    place(this.panelTarget, this.cell)
    if (!content.matches(".cell-refused")) return
    this.input.setAttribute("aria-invalid", "true")
    this.input.setAttribute("aria-describedby", content.id)
    if (this.hasReasonTarget) this.reasonTarget.focus()
  }

  async choose(cell, kept) {
    const { editor } = this.columnOf(cell).dataset
    this.input.placeholder = textOf(cell)
    const list = this.lists.get(this.listOf(cell)) ?? (await this.fetched(cell))
    if (this.cell !== cell) return
    if (!list) return this.unreached()
    this.picker = new Picker(this.input, list, {
      several: editor.endsWith("choices"), open: editor.startsWith("open"), create: this.createValue,
      values: kept?.values ?? this.was.split("\n").filter(Boolean),
    })
    if (this.isCleared) this.picker.clear()
    if (kept) this.show(kept.message)
    else this.offer(list)
    if (this.searches && this.input.value) this.search()
    else this.resume()
  }

  offer(list) {
    const below = [this.noneTargets[this.picker.open ? 1 : 0], ...(this.picker.several ? [this.hintTarget] : [])]
    this.show(list, ...below.map(({ content }) => content.cloneNode(true)))
  }

  unreached() { this.show(this.offlineTarget.content.firstElementChild.cloneNode(true)) }

  get searches() { return this.picker?.list.dataset.searches !== undefined }

  // Whoever types faster than the choices come is waited for: what was typed is taken as soon as they are there. What is none
  // of them stays in its cell until it is another word, or given up.
  awaits(typed, by) {
    const isEarly = typed.trim() && (this.picker ? this.searches && this.picker.sought !== typed : this.isChoice(this.cell))
    if (isEarly) this.later = { by }
    return isEarly || Boolean(by && typed.trim() && this.picker && !this.picker.active)
  }

  resume() {
    const { later } = this
    this.later = null
    if (later) this.commit(later.by)
  }

  async fetched(cell, typed = "") {
    const response = await asked(`${this.url(cell.parentElement)}cells/${cell.dataset.field}/?typed=${encodeURIComponent(typed)}`).catch(() => null)
    if (!response?.ok) return null
    const list = parsed(await response.text()).querySelector("ul")
    if (list.dataset.searches === undefined) this.lists.set(this.listOf(cell), list)
    return list
  }

  search() {
    if (!this.searches) return this.picker.filter()
    clearTimeout(this.searching)
    const { cell, input: { value } } = this
    this.searching = setTimeout(async () => {
      const list = await this.fetched(cell, value)
      if (this.cell !== cell || !this.picker || this.input.value !== value) return
      if (!list) return this.unreached()
      this.picker.list.replaceChildren(...list.children)
      this.picker.sought = value
      this.picker.filter()
      this.resume()
    }, 150)
  }
}
