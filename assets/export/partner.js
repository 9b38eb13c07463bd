"use strict";
(() => {
  const part = document.querySelector("#partner");
  const about = part.dataset;
  const audio = document.querySelector("audio");
  const get = (name) => document.getElementById(name);
  const form = get("note-form");
  const name = get("partner-name");
  const status = get("partner-status");
  const words = [...document.querySelectorAll(".w[data-e]")];
  const sets = [...part.querySelectorAll("[data-dimension]")];
  const KEY = `hotseat-hand-back:${about.session}:${about.started}`;
  const LONGEST = Number(get("note-text").maxLength);
  const LONGEST_QUOTE = Number(about.longestQuote);
  const LONGEST_NAME = Number(name.maxLength);
  const MOST_NOTES = Number(about.mostNotes);
  const MOST_UNDO = 200;
  const KINDS = [...form.elements.kind].map((one) => one.value);
  const CALLS = [...part.querySelectorAll("[name=call]")].map((one) => one.value).filter(Boolean);

  const chance = () => [...window.crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const fresh = () => ({
    partner: chance(), by: "", notes: [], call: "", comment: "", scores: Object.create(null), draft: null, file: "",
  });

  // -- what was read from elsewhere: nothing of it is trusted

  const cut = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const seconds = (value) => (Number.isFinite(value) && value >= 0 && value < 172800 ? value : null);
  const isId = (value) => typeof value === "string" && /^[\w-]{1,40}$/.test(value);
  const readNote = (value) => {
    if (!value || !isId(value.id) || seconds(value.at) === null) return [];
    const at = seconds(value.at);
    const until = seconds(value.until);
    return [{
      id: value.id, at, until: until !== null && until > at ? until : null, quote: cut(value.quote, LONGEST_QUOTE),
      kind: KINDS.includes(value.kind) ? value.kind : KINDS[0], text: cut(value.text, LONGEST),
    }];
  };
  const readState = (value) => {
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
  const setScore = (of, set, score, comment) => {
    if (score === null && !comment) delete of.scores[set.dataset.dimension];
    else of.scores[set.dataset.dimension] = { score, comment };
  };

  // -- keeping it: in the browser where that is allowed, else by a warning before the page is left

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
  let state = fresh();
  try {
    const kept = store && store.getItem(KEY);
    if (kept) state = readState(JSON.parse(kept));
  } catch {
    stored = false;
  }

  const content = () => JSON.stringify([state.by, state.notes, state.call, state.comment, state.scores]);
  const mark = (text) => {
    let hash = 5381;
    for (const letter of text) hash = (hash * 33 + letter.codePointAt(0)) % 4294967296;
    return `${text.length}-${hash}`;
  };
  const empty = () => !state.notes.length && !state.call && !state.comment && !Object.keys(state.scores).length;
  const unsaved = () => (!empty() || state.by) && mark(content()) !== state.file;
  const writing = () => Boolean(state.draft && state.draft.text.trim());

  const keep = () => {
    try {
      if (store) {
        store.setItem(KEY, JSON.stringify(state));
        stored = true;
      }
    } catch {
      stored = false;
    }
    tell();
  };
  window.addEventListener("beforeunload", (event) => {
    if (stored || (!unsaved() && !writing())) return;
    event.preventDefault();
    event.returnValue = true;
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY || !event.newValue) return;
    const { draft } = state;
    try {
      state = { ...readState(JSON.parse(event.newValue)), draft };
    } catch {
      return;
    }
    show();
  });

  const count = (number, one, more) => `${number} ${number === 1 ? one : more}`;
  const tell = () => {
    const rated = Object.values(state.scores).filter((one) => one.score !== null).length;
    const parts = [count(state.notes.length, "note", "notes"), `${rated} of ${sets.length} dimensions rated`];
    const where = stored ? "kept in this browser" : "this browser keeps nothing: save the file before you close the page";
    const saved = unsaved() ? "not saved as a file yet" : "saved as a file";
    get("partner-kept").textContent = empty() ? "" : `${parts.join(", ")}; ${where}, ${saved}.`;
    get("partner-undo").disabled = !undone.length;
    get("partner-redo").disabled = !redone.length;
  };

  // -- changes, and taking them back

  const undone = [];
  const redone = [];
  let before = null;
  const snapshot = () => JSON.stringify({ ...state, file: "" });
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
    const { draft, file } = state;
    const other = readState(JSON.parse(from.pop()));
    state = { ...other, draft: draft || other.draft, file };
    keep();
    show();
    say(said);
  };
  const undo = () => back(undone, redone, "Undone.");
  const redo = () => back(redone, undone, "Done again.");
  const typed = (field, take) => {
    field.addEventListener("input", () => {
      if (before === null) before = snapshot();
      take(field.value);
      keep();
      fit(field);
    });
    field.addEventListener("change", () => {
      settle();
      tell();
    });
  };
  const say = (text) => {
    status.textContent = text;
  };

  // -- times and words

  const clock = (at) => {
    const whole = Math.floor(at);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  };
  const parsed = (text) => {
    if (!/^\d+(:[0-5]?\d){0,2}(\.\d+)?$/.test(text.trim())) return null;
    return seconds(text.trim().split(":").reduce((sum, piece) => sum * 60 + Number(piece), 0));
  };
  const now = () => {
    if (audio) return audio.currentTime;
    const marked = document.querySelector(".w.now, .turn.now");
    return marked ? Number(marked.dataset.t) : 0;
  };
  const round = (at) => Math.round(at * 100) / 100;
  const said = (at, until) => {
    if (until === null) return "";
    const inside = words.filter((one) => Number(one.dataset.t) < until - 0.001 && Number(one.dataset.e) > at + 0.001);
    return inside.map((one) => one.textContent).join(" ").slice(0, LONGEST_QUOTE);
  };
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const inside = words.filter((one) => range.intersectsNode(one) && holds(range, one));
    if (!inside.length) return null;
    const at = Number(inside[0].dataset.t);
    const until = Math.max(at, ...inside.map((one) => Number(one.dataset.e)));
    const quote = inside.map((one) => one.textContent).join(" ").slice(0, LONGEST_QUOTE);
    return { at: round(at), until: until > at ? round(until) : null, quote };
  };
  const holds = (range, word) => {
    const all = document.createRange();
    all.selectNodeContents(word);
    return range.compareBoundaryPoints(Range.END_TO_START, all) < 0 && range.compareBoundaryPoints(Range.START_TO_END, all) > 0;
  };

  // -- writing a note

  let opener = null;
  let picked = null;
  const open = (note) => {
    if (writing()) keepNote();
    if (state.draft && writing()) return;
    opener = document.activeElement;
    state.draft = note;
    keep();
    show();
    get("note-text").focus();
  };
  const noteHere = () => {
    if (state.notes.length >= MOST_NOTES) return say("These are as many notes as a file may hold.");
    const span = picked || selected() || { at: round(now()), until: null, quote: "" };
    picked = null;
    return open({ id: chance(), kind: KINDS[0], text: "", ...span });
  };
  const spanOf = (draft) => {
    const from = get("note-from").value === clock(draft.at) ? draft.at : parsed(get("note-from").value);
    const shown = draft.until === null ? "" : clock(draft.until);
    const text = get("note-to").value.trim();
    const to = text === shown ? draft.until : text === "" ? null : parsed(text);
    if (from === null || (text !== "" && to === null)) return "Write times as 12:41.";
    if (to !== null && to < from) return "The note ends before it begins.";
    return { at: from, until: to !== null && to > from ? to : null };
  };
  const takeTimes = () => {
    const { draft } = state;
    const span = spanOf(draft);
    get("note-fault").textContent = typeof span === "string" ? span : "";
    if (typeof span === "string") return false;
    if (span.at !== draft.at || span.until !== draft.until) {
      Object.assign(draft, span, { quote: said(span.at, span.until) });
      keep();
      showDraft();
    }
    return true;
  };
  const keepNote = () => {
    const { draft } = state;
    if (!draft || !takeTimes()) return false;
    if (!draft.text.trim()) {
      get("note-fault").textContent = "Write what you noticed, or cancel.";
      get("note-text").focus();
      return false;
    }
    state.draft = null;
    change(() => {
      state.notes = [...state.notes.filter((one) => one.id !== draft.id), draft].sort((one, other) => one.at - other.at);
    });
    say(`The note at ${clock(draft.at)} is kept.`);
    leave();
    return true;
  };
  const cancel = () => {
    const loses = writing() && !state.notes.some((one) => one.id === state.draft.id && one.text === state.draft.text);
    if (loses) {
      change(() => { state.draft = null; });
      say("The note was put away. Undo brings it back.");
    } else {
      state.draft = null;
      keep();
      show();
    }
    leave();
  };
  const leave = () => {
    const again = opener && opener.isConnected && opener !== document.body ? opener : get("note-here");
    again.focus({ preventScroll: true });
    opener = null;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepNote();
  });
  form.noValidate = true;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keepNote();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  get("note-cancel").addEventListener("click", cancel);
  get("note-text").addEventListener("input", () => {
    if (!state.draft) return;
    state.draft.text = get("note-text").value;
    keep();
  });
  for (const one of form.elements.kind) {
    one.addEventListener("change", () => {
      state.draft.kind = one.value;
      keep();
    });
  }
  for (const field of ["note-from", "note-to"]) get(field).addEventListener("change", takeTimes);
  get("note-now").addEventListener("click", () => {
    get("note-to").value = clock(now());
    const end = round(now());
    if (end <= state.draft.at) return takeTimes();
    Object.assign(state.draft, { until: end, quote: said(state.draft.at, end) });
    keep();
    return showDraft();
  });

  // -- what is shown

  const make = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const button = (text, label, act) => {
    const made = make("button", text);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const choice = (kind) => [...form.elements.kind].find((one) => one.value === kind).parentElement;
  const card = (note) => {
    const one = make("li", "", "note remark");
    const head = make("div", "", "head");
    const kind = choice(note.kind).querySelector("span");
    const title = make("strong", kind.textContent);
    const at = note.until === null ? clock(note.at) : `${clock(note.at)}–${clock(note.until)}`;
    const time = make("button", at, "time");
    time.type = "button";
    time.dataset.t = String(note.at);
    head.append(kind.querySelector("svg").cloneNode(true), title, time);
    const tools = make("div", "", "filters");
    tools.append(
      button("Edit", `Edit the note at ${at}`, () => open({ ...note })),
      button("Remove", `Remove the note at ${at}`, () => {
        change(() => { state.notes = state.notes.filter((other) => other.id !== note.id); });
        say("The note is removed. Undo brings it back.");
        get("partner-undo").focus({ preventScroll: true });
      }),
    );
    one.append(head);
    if (note.quote) one.append(make("p", `“${note.quote}”`, "muted"));
    one.append(make("p", note.text, "text"), tools);
    return one;
  };
  const showMarks = () => {
    const picture = document.querySelector(".timeline > svg");
    if (!picture) return;
    for (const old of picture.querySelectorAll(".noted")) old.remove();
    const length = Number(picture.parentElement.dataset.seconds);
    for (const note of state.notes) {
      const shape = document.createElementNS(picture.namespaceURI, "svg");
      const sizes = { x: `${Math.min(100, (100 * note.at) / length)}%`, y: "74", width: "14", height: "14", overflow: "visible", class: "noted" };
      for (const [key, value] of Object.entries(sizes)) shape.setAttribute(key, value);
      shape.dataset.t = String(note.at);
      const title = document.createElementNS(picture.namespaceURI, "title");
      title.textContent = note.text;
      const outline = choice(note.kind).querySelector("path").cloneNode(true);
      outline.setAttribute("transform", "translate(-7 0)");
      outline.prepend(title);
      shape.append(outline);
      picture.append(shape);
    }
  };
  const showWords = () => {
    const spans = state.notes.filter((one) => one.until !== null);
    for (const word of words) {
      const [at, end] = [Number(word.dataset.t), Number(word.dataset.e)];
      word.classList.toggle("noted", spans.some((one) => at < one.until - 0.001 && end > one.at + 0.001));
    }
  };
  const showDraft = () => {
    const { draft } = state;
    form.hidden = !draft;
    document.body.classList.toggle("writing", Boolean(draft));
    if (!draft) return;
    choice(draft.kind).querySelector("input").checked = true;
    get("note-from").value = clock(draft.at);
    get("note-to").value = draft.until === null ? "" : clock(draft.until);
    get("note-quote").textContent = draft.quote ? `“${draft.quote}”` : "";
    if (get("note-text").value !== draft.text) get("note-text").value = draft.text;
    get("note-fault").textContent = "";
  };
  const fit = (field) => {
    const printed = field.closest(".comment") && field.closest(".comment").nextElementSibling;
    if (!printed) return;
    printed.textContent = field.value;
    field.style.height = "auto";
    if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + 4}px`;
  };
  const fill = (field, text) => {
    if (field.value !== text) field.value = text;
    fit(field);
  };
  const choose = (group, value) => {
    for (const one of group.querySelectorAll("input[type=radio]")) one.checked = one.value === value;
  };
  const show = () => {
    get("partner-notes").replaceChildren(...state.notes.map(card));
    get("no-notes").hidden = state.notes.length > 0;
    fill(name, state.by);
    choose(get("call"), state.call);
    fill(get("call-comment"), state.comment);
    for (const set of sets) {
      const told = state.scores[set.dataset.dimension] || { score: null, comment: "" };
      choose(set, told.score === null ? "" : String(told.score));
      fill(set.querySelector("textarea"), told.comment);
    }
    showWords();
    showMarks();
    showDraft();
    tell();
  };

  // -- the rating

  typed(name, (text) => { state.by = text; });
  typed(get("call-comment"), (text) => { state.comment = text; });
  get("call").addEventListener("change", (event) => {
    if (event.target.type === "radio") change(() => { state.call = event.target.value; });
  });
  for (const set of sets) {
    const field = set.querySelector("textarea");
    const score = () => Number(set.querySelector("input:checked").value) || null;
    typed(field, (text) => setScore(state, set, score(), text));
    set.addEventListener("change", (event) => {
      if (event.target.type === "radio") change(() => setScore(state, set, score(), field.value));
    });
  }

  // -- the file

  const told = () => {
    const rows = sets.map((set) => {
      const one = state.scores[set.dataset.dimension] || { score: null, comment: "" };
      return { dimension: set.dataset.dimension, title: set.dataset.title.slice(0, 200), score: one.score, comment: one.comment };
    });
    const rating = state.call ? { call: state.call, comment: state.comment, level: about.level, dimensions: rows } : null;
    return {
      kind: "hotseat-hand-back", format: 1, session: about.session, started: about.started, partner: state.partner,
      saved: new Date().toISOString(), by: state.by.trim(), notes: state.notes, rating,
    };
  };
  const lacks = () => {
    if (state.draft && writing() && !keepNote()) return [get("note-text"), "Finish the note, or cancel it."];
    if (empty()) return [get("note-here"), "There is nothing to hand back yet: write a note, or rate the session."];
    if (!state.by.trim()) return [name, "Say who you are: what you wrote stands under your name."];
    const rates = state.comment || Object.keys(state.scores).length;
    if (rates && !state.call) return [get("call").querySelector("input"), "Your rating needs a call: would you hire them?"];
    return null;
  };
  const save = () => {
    settle();
    const fault = lacks();
    if (fault) {
      say(fault[1]);
      fault[0].focus();
      return;
    }
    const plain = state.by.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const file = `${about.file}-${plain || "partner"}.json`;
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(told(), null, 1)}\n`], { type: "application/json" }));
    const link = make("a");
    link.href = address;
    link.download = file;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(address), 60000);
    state.file = mark(content());
    keep();
    say(`${file} is with your downloads. Send it to the candidate.`);
  };
  const goOn = async () => {
    const [file] = get("partner-file").files;
    if (!file) return;
    try {
      const value = file.size < 2000000 ? JSON.parse(await file.text()) : {};
      if (value.kind !== "hotseat-hand-back") throw new Error("another file");
      if (value.session !== about.session) return say("That file is about another session. Nothing was changed.");
      const rating = value.rating || {};
      const rows = Array.isArray(rating.dimensions) ? rating.dimensions : [];
      const scores = Object.fromEntries(rows.map((one) => [one.dimension, one]));
      change(() => {
        state = readState({ ...value, call: rating.call, comment: rating.comment, scores });
        state.file = mark(content());
      });
      return say("It goes on from that file. Undo brings back what was here.");
    } catch {
      return say("That is not a file this page has saved. Nothing was changed.");
    } finally {
      get("partner-file").value = "";
    }
  };
  get("partner-save").addEventListener("click", save);
  get("partner-file").addEventListener("change", goOn);
  get("partner-anew").addEventListener("click", () => {
    change(() => { state = fresh(); });
    say("Everything is empty. Undo brings it back.");
  });

  // -- buttons and keys

  get("note-here").addEventListener("pointerdown", () => { picked = selected(); });
  get("note-here").addEventListener("click", noteHere);
  get("partner-undo").addEventListener("click", undo);
  get("partner-redo").addEventListener("click", redo);
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) undo();
      else if ((key === "z" && event.shiftKey) || key === "y") redo();
      else return;
    } else if (key === "n" && !event.altKey) noteHere();
    else return;
    event.preventDefault();
  });

  show();
})();
