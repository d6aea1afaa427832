// What this browser keeps of what somebody typed until the server has it. A full or forbidden storage is no reason to
// stop working: the text is still in its field.

export function keepDraft(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    /* Nothing is kept. */
  }
}

export function draftOf(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function forgetDraft(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* Nothing was kept. */
  }
}
