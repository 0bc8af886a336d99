// A menu of the filters that is open while the list is drawn anew opens again where it was, with what is typed in it. One of
// its own links closes it, unless it lasts ([data-menu-lasting="name"]): then what is chosen meanwhile is chosen in the new one.
const FIELDS = "input:not([type=hidden]), select, textarea"

let open = null
let choosing = null

const groups = (list) => [...list.querySelectorAll(".menu-options")]
const isLasting = (list) => "menuLasting" in list.dataset
const place = (list, item) => ({ group: groups(list).indexOf(item.closest(".menu-options")), text: item.textContent.trim() })

function named(list, { group, text }) {
  return [...(groups(list)[group]?.querySelectorAll("a") ?? [])].find((item) => item.textContent.trim() === text)
}

function twin(list, { name, value, type }) {
  const own = type === "checkbox" ? `[value="${CSS.escape(value)}"]` : ""
  return name ? list.querySelector(`[name="${CSS.escape(name)}"]${own}:not([type=hidden])`) : null
}

// Whether the item that was clicked has to wait for the list.
export function waits(list, item) {
  if (!isLasting(list) || !item.closest(".menu-options")) return false
  if (choosing?.id === list.id) return Boolean(choosing.next.push(place(list, item)))
  choosing = { id: list.id, next: [] }
  return false
}

export function forget(list) { if (choosing?.id === list.id) choosing = null }

document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  if (target.id !== "list") return
  const list = document.querySelector("#filters .menu:popover-open")
  const by = list?.contains(requestConfig?.elt) && requestConfig.elt
  open = !list || (by && !(isLasting(list) && by.matches("a"))) ? null : list
  if (!open) return
  const { left, top } = list.style
  open = { list, left, top, scroll: list.scrollTop, group: place(list, list.querySelector("details[open] .menu-options") ?? list).group, focus: document.activeElement }
})

export const isResumed = (list) => open?.list.id === list.id && open.list.dataset.menuLasting === list.dataset.menuLasting

// The focus comes from the button, so that Escape gives it back there.
export function resume(list, button) {
  const { list: before, left, top, scroll, group, focus } = open
  const next = choosing?.next ?? []
  open = choosing = null
  button.focus({ preventScroll: true })
  list.showPopover()
  list.dataset.placed = ""
  Object.assign(list.style, { left, top })
  groups(list)[group]?.closest("details")?.setAttribute("open", "")
  list.scrollTop = scroll
  for (const field of before.querySelectorAll(FIELDS)) {
    const same = twin(list, field)
    if (same && !field.matches(".menu-search")) Object.assign(same, { value: field.value, checked: field.checked })
  }
  const last = before.contains(focus) ? place(before, focus) : next.at(-1)
  const typed = focus.matches(FIELDS) && twin(list, focus)
  ;(typed || (last && named(list, last)) || groups(list)[group]?.parentElement.querySelector("input, summary") || list.querySelector(`${FIELDS}, .menu-item`))?.focus()
  next.forEach((one) => named(list, one)?.click())
}
