// Unsent text, kept in this browser by a key and forgotten once a server has it.
const PREFIX = "pmhub:draft:"
const LIFE = 14 * 24 * 3600 * 1000

const read = (name) => { try { return JSON.parse(localStorage.getItem(name)) } catch { return null } }
const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)) } catch { /* full or forbidden */ } }

export const load = (key) => read(PREFIX + key)?.fields ?? null
export const save = (key, fields) => write(PREFIX + key, { fields, at: Date.now() })
export const clear = (key) => localStorage.removeItem(PREFIX + key)

// A plain submit leaves the page, so success shows only on the next one: see forgetSent.
export function markSent(key) {
  const draft = read(PREFIX + key)
  if (draft) write(PREFIX + key, { ...draft, sent: true })
}

// Reached by "navigate" the server has answered, and a refused form shows the text itself;
// reached by Back or reload the send may have failed, so the draft stays.
function forgetSent() {
  const answered = performance.getEntriesByType("navigation")[0]?.type === "navigate"
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = read(name)
    if (!draft || (draft.sent && answered) || Date.now() - draft.at > LIFE) localStorage.removeItem(name)
  }
}

forgetSent()
