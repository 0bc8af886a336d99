// A list with [data-waits] is not drawn anew under what people hold: an open menu or dialog in it, what is carried, a move on
// its way. Meanwhile it learns the versions of its items, so that nothing held is taken for stale; let go, it is drawn anew.
const HELD = ".menu:popover-open, dialog[open], [data-carried], [data-lifted]"

const answering = new Set()
let saving = 0
let isLate = false
let waiting = []

const list = () => document.querySelector("#list[data-waits]")
const isHeld = () => saving > 0 || Boolean(list()?.querySelector(HELD))

// Changes on their way and lists being drawn anew: what is sent after them knows the versions they leave.
export const settled = () => (answering.size ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve())

export async function whileHeld(act) {
  saving += 1
  try {
    return await act()
  } finally {
    saving -= 1
    setTimeout(catchUp)
  }
}

function catchUp() {
  if (!isLate || isHeld()) return
  isLate = false
  if (list()) window.htmx.trigger(document.body, "requirements:changed")
}

function learn(text) {
  for (const fresh of new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-key][data-lock-version]")) {
    const known = list().querySelector(`[data-key="${CSS.escape(fresh.dataset.key)}"][data-lock-version]`)
    if (known) known.dataset.lockVersion = fresh.dataset.lockVersion
  }
}

document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr, requestConfig } }) => {
  if (elt.id === "list") isLate = false
  if (elt.matches("#list, #roadmap") || requestConfig.verb !== "get") answering.add(xhr)
})
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.id !== "list" || detail.target !== list() || !isHeld()) return
  detail.shouldSwap = false
  isLate = true
  learn(detail.xhr.responseText)
})
document.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  if (!answering.delete(xhr) || answering.size) return
  waiting.forEach((resolve) => resolve())
  waiting = []
})
for (const name of ["toggle", "close", "keyup", "pointerup", "pointercancel"]) document.addEventListener(name, () => { if (isLate) setTimeout(catchUp) }, true)
