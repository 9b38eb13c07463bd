/* Where a note is written: at a moment or on selected words, with its span, its kind and its text. */
(() => {
  const { form, get, KINDS, LONGEST_QUOTE, MOST_NOTES } = hand;
  const audio = document.querySelector("audio");
  const words = [...document.querySelectorAll(".w[data-e]")];
  const EDGE = 0.001;

  /* Times and words. */
  const pair = (number) => String(number).padStart(2, "0");
  hand.clock = (at) => {
    const whole = Math.floor(at);
    const minutes = Math.floor(whole / 60);
    const rest = pair(whole % 60);
    return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${pair(minutes % 60)}:${rest}`;
  };
  hand.within = (word, span) =>
    span.until !== null && Number(word.dataset.t) < span.until - EDGE && Number(word.dataset.e) > span.at + EDGE;
  hand.words = words;
  const { clock } = hand;
  const parsed = (text) => {
    if (!/^\d+(:[0-5]?\d){0,2}(\.\d+)?$/.test(text.trim())) return null;
    return hand.seconds(text.trim().split(":").reduce((sum, piece) => sum * 60 + Number(piece), 0));
  };
  const now = () => {
    if (audio) return audio.currentTime;
    const marked = document.querySelector(".w.now, .turn.now");
    return marked ? Number(marked.dataset.t) : 0;
  };
  const round = (at) => Math.round(at * 100) / 100;
  const quoted = (some) => some.map((one) => one.textContent).join(" ").slice(0, LONGEST_QUOTE);
  const said = (span) => quoted(words.filter((one) => hand.within(one, span)));
  const holds = (range, word) => {
    const all = document.createRange();
    all.selectNodeContents(word);
    const begins = range.compareBoundaryPoints(Range.END_TO_START, all) < 0;
    return begins && range.compareBoundaryPoints(Range.START_TO_END, all) > 0;
  };
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const inside = words.filter((one) => holds(selection.getRangeAt(0), one));
    if (!inside.length) return null;
    const at = Number(inside[0].dataset.t);
    const until = Math.max(at, ...inside.map((one) => Number(one.dataset.e)));
    return { at: round(at), until: until > at ? round(until) : null, quote: quoted(inside) };
  };

  /* Opening it, keeping it, putting it away. */
  let opener = null;
  let picked = null;
  hand.open = (note) => {
    if (hand.writing() && !hand.finish()) return;
    opener = document.activeElement;
    hand.state.draft = note;
    hand.keep();
    hand.show();
    get("note-text").focus();
  };
  const noteHere = () => {
    const span = picked || selected() || { at: round(now()), until: null, quote: "" };
    picked = null;
    if (hand.state.notes.length >= MOST_NOTES) hand.say("These are as many notes as a file may hold.");
    else hand.open({ id: hand.chance(), kind: KINDS[0], text: "", ...span });
  };
  const spanOf = (draft) => {
    const to = get("note-to").value.trim();
    const shown = draft.until === null ? "" : clock(draft.until);
    const at = get("note-from").value === clock(draft.at) ? draft.at : parsed(get("note-from").value);
    const until = to === shown ? draft.until : parsed(to);
    if (at === null || (to && until === null)) return "Write times as 12:41.";
    if (until !== null && until < at) return "The note ends before it begins.";
    return { at, until: until !== null && until > at ? until : null };
  };
  const take = (span) => {
    const { draft } = hand.state;
    if (span.at === draft.at && span.until === draft.until) return;
    Object.assign(draft, span, { quote: said(span) });
    hand.keep();
    showDraft();
  };
  const takeTimes = () => {
    const span = spanOf(hand.state.draft);
    const wrong = typeof span === "string";
    get("note-fault").textContent = wrong ? span : "";
    if (!wrong) take(span);
    return !wrong;
  };
  hand.finish = () => {
    const { draft } = hand.state;
    if (!draft || !takeTimes()) return false;
    if (!draft.text.trim()) {
      get("note-fault").textContent = "Write what you noticed, or cancel.";
      get("note-text").focus();
      return false;
    }
    hand.state.draft = null;
    hand.change(() => {
      const others = hand.state.notes.filter((one) => one.id !== draft.id);
      hand.state.notes = [...others, draft].sort((one, other) => one.at - other.at);
    });
    hand.say(`The note at ${clock(draft.at)} is kept.`);
    leave();
    return true;
  };
  const cancel = () => {
    const { draft, notes } = hand.state;
    const same = notes.some((one) => one.id === draft.id && one.text === draft.text);
    if (hand.writing() && !same) {
      hand.change(() => { hand.state.draft = null; });
      hand.say("The note was put away. Undo brings it back.");
    } else {
      hand.state.draft = null;
      hand.keep();
      hand.show();
    }
    leave();
  };
  const leave = () => {
    const again = opener && opener.isConnected && opener !== document.body ? opener : get("note-here");
    again.focus({ preventScroll: true });
    opener = null;
  };
  hand.choice = (kind) => [...form.elements.kind].find((one) => one.value === kind).parentElement;
  const showDraft = () => {
    const { draft } = hand.state;
    form.hidden = !draft;
    document.body.classList.toggle("writing", Boolean(draft));
    if (!draft) return;
    hand.choice(draft.kind).querySelector("input").checked = true;
    get("note-from").value = clock(draft.at);
    get("note-to").value = draft.until === null ? "" : clock(draft.until);
    get("note-quote").textContent = draft.quote ? `“${draft.quote}”` : "";
    if (get("note-text").value !== draft.text) get("note-text").value = draft.text;
    get("note-fault").textContent = "";
  };
  hand.showers.push(showDraft);

  /* Its fields and keys. */
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    hand.finish();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) hand.finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  get("note-cancel").addEventListener("click", cancel);
  get("note-text").addEventListener("input", () => {
    if (!hand.state.draft) return;
    hand.state.draft.text = get("note-text").value;
    hand.keep();
  });
  for (const one of form.elements.kind) {
    one.addEventListener("change", () => {
      hand.state.draft.kind = one.value;
      hand.keep();
    });
  }
  for (const field of ["note-from", "note-to"]) get(field).addEventListener("change", takeTimes);
  get("note-now").addEventListener("click", () => {
    const { at } = hand.state.draft;
    const until = round(now());
    if (until > at) take({ at, until });
    else get("note-fault").textContent = "The note ends before it begins.";
  });
  get("note-here").addEventListener("pointerdown", () => { picked = selected(); });
  get("note-here").addEventListener("click", noteHere);
  get("partner-undo").addEventListener("click", hand.undo);
  get("partner-redo").addEventListener("click", hand.redo);
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) hand.undo();
      else if ((key === "z" && event.shiftKey) || key === "y") hand.redo();
      else return;
    } else if (key === "n" && !event.altKey) noteHere();
    else return;
    event.preventDefault();
  });
})();
