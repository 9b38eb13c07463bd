"use strict";
(() => {
  const root = document.documentElement;
  const audio = document.querySelector("audio");
  const bar = document.querySelector(".player");
  const timeline = document.querySelector(".timeline");
  const picture = timeline && timeline.querySelector("svg");
  const playhead = picture && picture.querySelector(".now");
  const seconds = timeline ? Number(timeline.dataset.seconds) : 0;
  const time = (element) => Number(element.dataset.t);
  const places = [...document.querySelectorAll(".turn, .w")].sort((one, other) => time(one) - time(other));
  const starts = places.map(time);
  const follow = document.querySelector("#follow");
  let current = null;

  root.classList.add("scripted");
  if (audio) {
    root.classList.add("seekable");
    timeline.classList.add("seekable");
  }

  const indexAt = (at) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= at + 0.01) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const inSight = (element) => {
    const box = element.getBoundingClientRect();
    const covered = bar ? bar.offsetHeight + 24 : 16;
    return box.top > covered && box.bottom < window.innerHeight - 24;
  };

  const mark = (element) => {
    if (element === current) return false;
    for (const before of document.querySelectorAll(".turn.now, .w.now")) before.classList.remove("now");
    current = element;
    if (!element) return false;
    element.classList.add("now");
    const turn = element.closest(".turn");
    if (turn) turn.classList.add("now");
    return true;
  };

  const show = (at, scrolls) => {
    if (playhead && seconds > 0) playhead.setAttribute("x", `${Math.min(at / seconds, 1) * 100}%`);
    const place = indexAt(at);
    const element = place < 0 ? null : places[place];
    const changed = mark(element);
    if (element && scrolls && (changed || scrolls === "always") && !inSight(element)) {
      element.scrollIntoView({ block: "center" });
    }
  };

  const go = (at) => {
    show(at, "always");
    if (!audio) return;
    audio.currentTime = at;
    const started = audio.play();
    if (started) started.catch(() => {});
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-t]") : null;
    if (!target || (target.classList.contains("turn") && !target.matches("button"))) return;
    if (target.classList.contains("w") && (!audio || String(window.getSelection()))) return;
    event.preventDefault();
    go(time(target));
  });

  if (picture) {
    picture.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-t]")) return;
      const box = picture.getBoundingClientRect();
      go(((event.clientX - box.left) / box.width) * seconds);
    });
  }

  if (audio) {
    const watch = () => {
      show(audio.currentTime, follow.checked);
      if (!audio.paused && !audio.ended) window.requestAnimationFrame(watch);
    };
    audio.addEventListener("play", watch);
    audio.addEventListener("seeked", () => show(audio.currentTime, follow.checked));
    audio.addEventListener("pause", () => show(audio.currentTime, false));
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => {
        const at = Math.max(0, Math.min(seconds, audio.currentTime + Number(button.dataset.step)));
        audio.currentTime = at;
        show(at, follow.checked);
      });
    }
    const speed = document.querySelector("#speed");
    speed.addEventListener("change", () => {
      audio.preservesPitch = true;
      audio.playbackRate = Number(speed.value);
    });
    document.addEventListener("keydown", (event) => {
      const busy = event.target instanceof Element && event.target.closest("input, select, textarea, button, summary, audio, a");
      if (busy || event.ctrlKey || event.altKey || event.metaKey) return;
      const step = { ArrowLeft: -5, j: -5, ArrowRight: 5, l: 5 }[event.key];
      if (event.key === " ") {
        if (audio.paused) go(audio.currentTime);
        else audio.pause();
      } else if (step) audio.currentTime = Math.max(0, audio.currentTime + step);
      else return;
      event.preventDefault();
    });
  }

  const filters = [...document.querySelectorAll("[data-filter]")];
  const count = document.querySelector("#shown");
  for (const filter of filters) {
    filter.addEventListener("click", () => {
      const kind = filter.dataset.filter;
      for (const other of filters) other.setAttribute("aria-pressed", String(other === filter));
      let shown = 0;
      for (const remark of document.querySelectorAll("[data-kind]")) {
        remark.toggleAttribute("hidden", Boolean(kind) && remark.dataset.kind !== kind);
        if (remark.classList.contains("remark") && !remark.hidden) shown += 1;
      }
      count.textContent = `${shown} shown`;
    });
  }

  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) {
      fold.dataset.was = String(fold.open);
      fold.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = fold.dataset.was === "true";
  });
})();
