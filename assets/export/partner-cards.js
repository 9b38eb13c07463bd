/* A partner's notes as a list, on the time line, and under the words they are about. */
(() => {
  const { choice, clock, get } = hand;
  const picture = document.querySelector(".timeline > svg");
  const MARKS_AT = "74";

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
  const remove = (note) => {
    hand.change(() => { hand.state.notes = hand.state.notes.filter((other) => other.id !== note.id); });
    hand.say("The note is removed. Undo brings it back.");
    get("partner-undo").focus({ preventScroll: true });
  };
  const card = (note) => {
    const one = make("li", "", "note remark");
    const head = make("div", "", "head");
    const kind = choice(note.kind).querySelector("span");
    const at = note.until === null ? clock(note.at) : `${clock(note.at)}–${clock(note.until)}`;
    const time = make("button", at, "time");
    time.type = "button";
    time.dataset.t = String(note.at);
    head.append(kind.querySelector("svg").cloneNode(true), make("strong", kind.textContent), time);
    const tools = make("div", "", "filters");
    tools.append(
      button("Edit", `Edit the note at ${at}`, () => hand.open({ ...note })),
      button("Remove", `Remove the note at ${at}`, () => remove(note)),
    );
    one.append(head);
    if (note.quote) one.append(make("p", `“${note.quote}”`, "muted"));
    one.append(make("p", note.text, "text"), tools);
    return one;
  };

  const shape = (note, length) => {
    const made = document.createElementNS(picture.namespaceURI, "svg");
    const x = `${Math.min(100, (100 * note.at) / length)}%`;
    const told = { x, y: MARKS_AT, width: "14", height: "14", overflow: "visible", class: "noted" };
    for (const [key, value] of Object.entries(told)) made.setAttribute(key, value);
    made.dataset.t = String(note.at);
    const title = document.createElementNS(picture.namespaceURI, "title");
    title.textContent = note.text;
    const outline = choice(note.kind).querySelector("path").cloneNode(true);
    outline.setAttribute("transform", "translate(-7 0)");
    outline.prepend(title);
    made.append(outline);
    return made;
  };

  hand.showers.push(() => {
    const { notes } = hand.state;
    get("partner-notes").replaceChildren(...notes.map(card));
    get("no-notes").hidden = notes.length > 0;
    for (const word of hand.words) word.classList.toggle("noted", notes.some((note) => hand.within(word, note)));
    if (!picture) return;
    for (const old of picture.querySelectorAll(".noted")) old.remove();
    const length = Number(picture.parentElement.dataset.seconds);
    picture.append(...notes.map((note) => shape(note, length)));
  });
})();
