import { Controller } from "@hotwired/stimulus"
import { addressOf } from "../items.js"
import { parsed, textOf } from "./cells.js"
import { Picker } from "./picker.js"
import { asked } from "./saving.js"

// What cells_controller.js knows of columns and rows, and the lists of choices that it fetches once for each column of a product.
export class Listed extends Controller {
  columnOf(cell) { return this.element.querySelector(`thead th[data-field="${CSS.escape(cell.dataset.field ?? "")}"]`) }
  url(row) { return addressOf(row.dataset.key) }
  listOf(cell) { return `${cell.parentElement.dataset.key.replace(/-\d+$/, "")} ${cell.dataset.field}` }
  cellUrl(cell) { return `${this.url(cell.parentElement)}cells/${encodeURIComponent(cell.dataset.field)}/${this.queryValue}` }

  async choose(cell, editor, kept) {
    this.input.placeholder = textOf(cell)
    const list = this.lists.get(this.listOf(cell)) ?? (await this.fetched(cell))
    if (this.cell !== cell || !list) return
    this.picker = new Picker(this.input, list, {
      several: editor.endsWith("choices"), open: editor.startsWith("open"), create: this.createValue,
      values: kept?.values ?? this.was.split("\n").filter(Boolean),
    })
    this.show(list)
    if (this.input.value && list.dataset.searches !== undefined) this.search()
  }

  async fetched(cell, typed = "") {
    const response = await asked(`${this.url(cell.parentElement)}cells/${cell.dataset.field}/?typed=${encodeURIComponent(typed)}`).catch(() => null)
    if (!response?.ok) return null
    const list = parsed(await response.text()).querySelector("ul")
    if (list.dataset.searches === undefined) this.lists.set(this.listOf(cell), list)
    return list
  }

  search() {
    if (this.picker.list.dataset.searches === undefined) return this.picker.filter()
    clearTimeout(this.searching)
    this.searching = setTimeout(async () => {
      const list = await this.fetched(this.cell, this.input.value)
      if (!list || !this.picker) return
      this.picker.list.replaceChildren(...list.children)
      this.picker.filter()
    }, 150)
  }
}
