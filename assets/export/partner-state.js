"use strict";
/* What a partner has written, kept in the browser, with every change to be taken back. `hand` is shared by what follows. */
const hand = (() => {
  const part = document.querySelector("#partner");
  const about = part.dataset;
  const get = (name) => document.getElementById(name);
  const form = get("note-form");
  const sets = [...part.querySelectorAll("[data-dimension]")];
  const KEY = `hotseat-hand-back:${about.session}:${about.started}`;
  const LONGEST = get("note-text").maxLength;
  const LONGEST_QUOTE = Number(about.longestQuote);
  const LONGEST_NAME = get("partner-name").maxLength;
  const MOST_NOTES = Number(about.mostNotes);
  const MOST_SECONDS = 172800;
  const MOST_UNDO = 200;
  const KINDS = [...form.elements.kind].map((one) => one.value);
  const CALLS = [...part.querySelectorAll("[name=call]")].map((one) => one.value).filter(Boolean);

  const two = (number) => number.toString(16).padStart(2, "0");
  const chance = () => [...window.crypto.getRandomValues(new Uint8Array(8))].map(two).join("");
  const fresh = () => ({
    partner: chance(), by: "", notes: [], call: "", comment: "", scores: Object.create(null), draft: null, file: "",
  });

  /* What was read from elsewhere: nothing of it is trusted. */
  const cut = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const seconds = (value) => (Number.isFinite(value) && value >= 0 && value < MOST_SECONDS ? value : null);
  const isId = (value) => typeof value === "string" && /^[\w-]{1,40}$/.test(value);
  const readNote = (value) => {
    if (!value || !isId(value.id) || seconds(value.at) === null) return [];
    const until = seconds(value.until);
    return [{
      id: value.id,
      at: value.at,
      until: until !== null && until > value.at ? until : null,
      quote: cut(value.quote, LONGEST_QUOTE),
      kind: KINDS.includes(value.kind) ? value.kind : KINDS[0],
      text: cut(value.text, LONGEST),
    }];
  };
  const setScore = (of, set, score, comment) => {
    if (score === null && !comment) delete of.scores[set.dataset.dimension];
    else of.scores[set.dataset.dimension] = { score, comment };
  };
  const read = (value) => {
    const state = fresh();
    if (isId(value.partner)) state.partner = value.partner;
    state.by = cut(value.by, LONGEST_NAME);
    state.notes = (Array.isArray(value.notes) ? value.notes : []).slice(0, MOST_NOTES).flatMap(readNote);
    state.call = CALLS.includes(value.call) ? value.call : "";
    state.comment = cut(value.comment, LONGEST);
    for (const set of sets) {
      const told = value.scores && value.scores[set.dataset.dimension];
      if (told) setScore(state, set, [1, 2, 3, 4].includes(told.score) ? told.score : null, cut(told.comment, LONGEST));
    }
    state.draft = readNote(value.draft)[0] || null;
    state.file = cut(value.file, 100);
    return state;
  };

  /* Keeping it: in the browser where that is allowed, else by a warning before the page is left. */
  const store = (() => {
    try {
      window.localStorage.setItem(`${KEY}:try`, "1");
      window.localStorage.removeItem(`${KEY}:try`);
      return window.localStorage;
    } catch {
      return null;
    }
  })();
  let stored = store !== null;
  const showers = [];
  const show = () => {
    for (const one of showers) one();
  };
  const keep = () => {
    try {
      if (store) {
        store.setItem(KEY, JSON.stringify(hand.state));
        stored = true;
      }
    } catch {
      stored = false;
    }
    tell();
  };
  const kept = () => {
    try {
      const text = store && store.getItem(KEY);
      return text ? read(JSON.parse(text)) : fresh();
    } catch {
      stored = false;
      return fresh();
    }
  };
  const mark = () => {
    const { by, notes, call, comment, scores } = hand.state;
    const text = JSON.stringify([by, notes, call, comment, scores]);
    let hash = 5381;
    for (const letter of text) hash = (hash * 33 + letter.codePointAt(0)) % 4294967296;
    return `${text.length}-${hash}`;
  };
  const empty = () => {
    const { notes, call, comment, scores } = hand.state;
    return !notes.length && !call && !comment && !Object.keys(scores).length;
  };
  const unsaved = () => (!empty() || hand.state.by) && mark() !== hand.state.file;
  const writing = () => Boolean(hand.state.draft && hand.state.draft.text.trim());
  const tell = () => {
    const { notes, scores } = hand.state;
    const rated = Object.values(scores).filter((one) => one.score !== null).length;
    const count = `${notes.length} ${notes.length === 1 ? "note" : "notes"}, ${rated} of ${sets.length} dimensions rated`;
    const where = stored ? "kept in this browser" : "this browser keeps nothing: save the file before you close the page";
    const saved = unsaved() ? "not saved as a file yet" : "saved as a file";
    get("partner-kept").textContent = empty() ? "" : `${count}; ${where}, ${saved}.`;
    get("partner-undo").disabled = !undone.length;
    get("partner-redo").disabled = !redone.length;
  };
  window.addEventListener("beforeunload", (event) => {
    if (stored || (!unsaved() && !writing())) return;
    event.preventDefault();
    event.returnValue = true;
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY || !event.newValue) return;
    const { draft } = hand.state;
    hand.state = { ...kept(), draft };
    show();
  });

  /* Changes, and taking them back. What is being written stays, whatever is taken back beside it. */
  const undone = [];
  const redone = [];
  let before = null;
  const snapshot = () => JSON.stringify({ ...hand.state, file: "" });
  const remember = (was) => {
    if (was === snapshot()) return;
    undone.push(was);
    if (undone.length > MOST_UNDO) undone.shift();
    redone.length = 0;
  };
  const settle = () => {
    if (before !== null) remember(before);
    before = null;
  };
  const change = (act) => {
    settle();
    const was = snapshot();
    act();
    remember(was);
    keep();
    show();
  };
  const back = (from, to, said) => {
    settle();
    if (!from.length) return;
    to.push(snapshot());
    const { draft, file } = hand.state;
    const other = read(JSON.parse(from.pop()));
    hand.state = { ...other, draft: draft || other.draft, file };
    keep();
    show();
    say(said);
  };
  const typed = (field, take) => {
    field.addEventListener("input", () => {
      if (before === null) before = snapshot();
      take(field.value);
      keep();
    });
    field.addEventListener("change", () => {
      settle();
      tell();
    });
  };
  const say = (text) => {
    get("partner-status").textContent = text;
  };

  const hand = {
    about, form, get, sets, LONGEST_QUOTE, MOST_NOTES, KINDS,
    chance, fresh, read, seconds, setScore, keep, mark, empty, writing, settle, change, typed, say, show, showers,
    undo: () => back(undone, redone, "Undone."),
    redo: () => back(redone, undone, "Done again."),
    state: fresh(),
  };
  hand.state = kept();
  showers.push(tell);
  return hand;
})();
