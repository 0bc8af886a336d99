// Dragging with mouse, pen or finger. A thing is lifted after a few pixels, by a finger after a moment's rest, so that
// swiping still scrolls. A copy follows the pointer; near an edge what scrolls does. Escape puts everything back.
const SLACK = 5
const REST = 280
const EDGE = 44
const STEP = 12
const NOT_HANDLES = "button, input, select, textarea, summary, [popover], dialog"

const swallow = (event) => { event.preventDefault(); event.stopPropagation() }

// The click in which a drag ends means nothing. Given up by a key, it ends when the button is let go.
export function swallowClick(stillDown) {
  document.addEventListener("click", swallow, { capture: true, once: true })
  const forget = () => setTimeout(() => document.removeEventListener("click", swallow, { capture: true }))
  if (stillDown) document.addEventListener("pointerup", forget, { capture: true, once: true })
  else forget()
}

// A copy that is only a name: a row's columns mean nothing outside of their table.
export function nameTag(name) {
  const ghost = document.createElement("div")
  ghost.className = "name-tag"
  ghost.textContent = name
  return ghost
}

// draggable(root, { item: selector, ghost(item), lift(item), over(item, x, y, under), drop(item), cancel(item) }) → stop()
export function draggable(root, hooks) {
  let held = null

  const scrollers = () => {
    const found = []
    for (let node = root; node; node = node.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(node)
      if (/auto|scroll/.test(overflowX + overflowY)) found.push(node)
    }
    return [...found, document.scrollingElement]
  }

  function press(event) {
    if (event.button !== 0 || held || !event.isPrimary || event.target.closest(NOT_HANDLES)) return
    const item = event.target.closest(hooks.item)
    if (!item || !root.contains(item)) return
    held = { item, x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY, touch: event.pointerType === "touch" }
    if (held.touch) held.timer = setTimeout(lift, REST)
    for (const [name, listener] of Object.entries(global)) document.addEventListener(name, listener, { capture: true, passive: false })
  }

  function lift() {
    const { item } = held
    const box = item.getBoundingClientRect()
    held.ghost = hooks.ghost?.(item) ?? item.cloneNode(true)
    held.ghost.removeAttribute("id")
    held.ghost.classList.add("ghost")
    held.ghost.setAttribute("aria-hidden", "true")
    held.ghost.style.width = `${box.width}px`
    held.offset = { x: box.left - held.startX, y: box.top - held.startY }
    hooks.lift(item)
    document.body.append(held.ghost)
    document.body.classList.add("is-dragging")
    held.scrollers = scrollers()
    held.frame = requestAnimationFrame(scroll)
    follow()
  }

  function follow() {
    held.ghost.style.transform = `translate(${held.x + held.offset.x}px, ${held.y + held.offset.y}px)`
    hooks.over(held.item, held.x, held.y, document.elementFromPoint(held.x, held.y))
  }

  function scroll() {
    const toward = (at, low, high) => (at < low + EDGE ? -STEP : at > high - EDGE ? STEP : 0)
    let scrolled = false
    for (const node of held.scrollers) {
      const page = node === document.scrollingElement
      const box = page ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : node.getBoundingClientRect()
      const [left, top] = [node.scrollLeft, node.scrollTop]
      node.scrollBy(toward(held.x, box.left, box.right), toward(held.y, box.top, box.bottom))
      scrolled ||= node.scrollLeft !== left || node.scrollTop !== top
    }
    if (scrolled) follow()
    held.frame = requestAnimationFrame(scroll)
  }

  function move(event) {
    if (!event.isPrimary) return
    Object.assign(held, { x: event.clientX, y: event.clientY })
    const far = Math.hypot(held.x - held.startX, held.y - held.startY) > SLACK
    if (held.ghost) follow()
    else if (far && held.touch) end()
    else if (far) lift()
  }

  function end(hook, stillDown) {
    const { item, ghost } = held
    clearTimeout(held.timer)
    cancelAnimationFrame(held.frame)
    for (const [name, listener] of Object.entries(global)) document.removeEventListener(name, listener, { capture: true })
    ghost?.remove()
    document.body.classList.remove("is-dragging")
    held = null
    if (!ghost) return
    swallowClick(stillDown)
    hook?.(item)
  }

  const release = (event) => { if (event.isPrimary) end(hooks.drop) }
  const abort = () => end(hooks.cancel)
  const key = (event) => {
    if (event.key !== "Escape" || !held.ghost) return
    swallow(event)
    end(hooks.cancel, true)
  }
  const hold = (event) => event.preventDefault()
  // There from the beginning, because a browser asks before the first touch whether anybody may keep it from scrolling.
  const stay = (event) => { if (held?.ghost) event.preventDefault() }
  const global = {
    pointermove: move, pointerup: release, pointercancel: abort, keydown: key, contextmenu: hold, dragstart: hold, selectstart: hold,
  }

  root.addEventListener("pointerdown", press)
  root.addEventListener("touchmove", stay, { passive: false })
  return () => {
    root.removeEventListener("pointerdown", press)
    root.removeEventListener("touchmove", stay)
    if (held) abort()
  }
}
