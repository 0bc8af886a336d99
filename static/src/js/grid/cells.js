// What cells of the table say, and how a row takes on what the server has saved.

// A cell as one line of text, also where it is so far away that it is not rendered.
export function textOf(cell) {
  const faces = [...cell.querySelectorAll(".avatar")].map((face) => face.getAttribute("aria-label"))
  const text = faces.length ? faces.join(", ") : cell.dataset.field === "tags" ? cell.dataset.value.replaceAll("\n", ", ") : cell.textContent
  return text.replace(/\s+/g, " ").trim()
}

const isOurs = (node) => node instanceof Element && node.matches(".cell-input, .cell-pending")

// The cells of `row` become those of `fresh`; an editor that stands in one stays, and so does the focus.
export function patch(row, fresh) {
  for (const [index, cell] of [...row.cells].entries()) {
    const now = fresh.cells[index]
    if (!now || cell.matches(".cell-check")) continue
    if (now.dataset.value !== undefined) cell.dataset.value = now.dataset.value
    cell.className = now.className
    now.querySelectorAll("a").forEach((link) => { link.tabIndex = -1 })
    const [old, next] = [cell, now].map((one) => [...one.childNodes].filter((node) => !isOurs(node)))
    if (old.length === next.length && old.every((node, place) => node.isEqualNode(next[place]))) continue
    old.forEach((node) => node.remove())
    cell.prepend(...next)
  }
  row.dataset.lockVersion = fresh.dataset.lockVersion
  window.htmx.process(row)
}

export const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body

// Something beside a cell, below it where there is room.
export function place(panel, cell) {
  const box = cell.getBoundingClientRect()
  if (!panel.matches(":popover-open")) panel.showPopover()
  panel.style.minWidth = `${Math.min(Math.max(box.width, 200), 420)}px`
  const { offsetHeight: height, offsetWidth: width } = panel
  const below = box.bottom + height < innerHeight || box.top < height
  panel.style.left = `${Math.max(4, Math.min(box.left, innerWidth - width - 4))}px`
  panel.style.top = `${below ? box.bottom : box.top - height}px`
}
