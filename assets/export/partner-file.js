/* A partner's rating and name, and the file that holds all they wrote: saved, and gone on from. */
(() => {
  const { about, get, sets } = hand;
  const name = get("partner-name");
  const call = get("call");
  const LARGEST = 2000000;
  const KIND = "hotseat-hand-back";
  const NOTHING = { score: null, comment: "" };

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
  const given = (set) => hand.state.scores[set.dataset.dimension] || NOTHING;
  hand.showers.push(() => {
    fill(name, hand.state.by);
    choose(call, hand.state.call);
    fill(get("call-comment"), hand.state.comment);
    for (const set of sets) {
      const { score, comment } = given(set);
      choose(set, score === null ? "" : String(score));
      fill(set.querySelector("textarea"), comment);
    }
  });

  /* The rating. */
  const typed = (field, take) => {
    hand.typed(field, take);
    field.addEventListener("input", () => fit(field));
  };
  typed(name, (text) => { hand.state.by = text; });
  typed(get("call-comment"), (text) => { hand.state.comment = text; });
  call.addEventListener("change", (event) => {
    if (event.target.type === "radio") hand.change(() => { hand.state.call = event.target.value; });
  });
  for (const set of sets) {
    const field = set.querySelector("textarea");
    const score = () => Number(set.querySelector("input:checked").value) || null;
    typed(field, (text) => hand.setScore(hand.state, set, score(), text));
    set.addEventListener("change", (event) => {
      if (event.target.type === "radio") hand.change(() => hand.setScore(hand.state, set, score(), field.value));
    });
  }

  /* The file. */
  const told = () => {
    const { state } = hand;
    const dimensions = sets.map((set) => ({
      dimension: set.dataset.dimension, title: set.dataset.title.slice(0, 200), ...given(set),
    }));
    const rating = { call: state.call, comment: state.comment, level: about.level, dimensions };
    return {
      kind: KIND, format: 1, session: about.session, started: about.started, partner: state.partner,
      saved: new Date().toISOString(), by: state.by.trim(), notes: state.notes, rating: state.call ? rating : null,
    };
  };
  const lacks = () => {
    const { state } = hand;
    if (hand.writing() && !hand.finish()) return [get("note-text"), "Finish the note, or cancel it."];
    if (hand.empty()) return [get("note-here"), "There is nothing to hand back yet: write a note, or rate the session."];
    if (!state.by.trim()) return [name, "Say who you are: what you wrote stands under your name."];
    const rates = state.comment || Object.keys(state.scores).length;
    if (rates && !state.call) return [call.querySelector("input"), "Your rating needs a call: would you hire them?"];
    return null;
  };
  const save = () => {
    hand.settle();
    const fault = lacks();
    if (fault) {
      hand.say(fault[1]);
      fault[0].focus();
      return;
    }
    const plain = hand.state.by.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const text = `${JSON.stringify(told(), null, 1)}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${about.file}-${plain || "partner"}.json`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    hand.state.file = hand.mark();
    hand.keep();
    hand.say(`${link.download} is with your downloads. Send it to the candidate.`);
  };
  const goOn = async () => {
    const [file] = get("partner-file").files;
    if (!file) return;
    try {
      const value = file.size < LARGEST ? JSON.parse(await file.text()) : {};
      if (value.kind !== KIND) throw new Error("another file");
      if (value.session !== about.session || value.started !== about.started) {
        hand.say("That file is about another session. Nothing was changed.");
        return;
      }
      const rating = value.rating || {};
      const rows = Array.isArray(rating.dimensions) ? rating.dimensions : [];
      const scores = Object.fromEntries(rows.map((one) => [one.dimension, one]));
      hand.change(() => {
        hand.state = hand.read({ ...value, call: rating.call, comment: rating.comment, scores });
        hand.state.file = hand.mark();
      });
      hand.say("It goes on from that file. Undo brings back what was here.");
    } catch {
      hand.say("That is not a file this page has saved. Nothing was changed.");
    } finally {
      get("partner-file").value = "";
    }
  };
  get("partner-save").addEventListener("click", save);
  get("partner-file").addEventListener("change", goOn);
  get("partner-anew").addEventListener("click", () => {
    hand.change(() => { hand.state = hand.fresh(); });
    hand.say("Everything is empty. Undo brings it back.");
  });
  hand.show();
})();
