/* Live parts, toasts, forms sent once. Every page also works without this file.
   data-live="act card"   this part is fetched anew when one of these topics moves (needs an id)
   data-ref="…"           only when it is about this very thing
   data-src="/…"          where to fetch it; the page itself unless said
   data-say="…"           said to screen readers after the part was swapped
   data-hold              do not swap this part away for the length of a toast */
(() => {
  "use strict";
  const TOAST = 8000;
  const CALM = 150; // several changes at once are one fetch
  const POLL = 20000; // while the stream is down
  const waiting = new Map();

  const say = (words) => {
    const status = document.getElementById("status");
    if (!status || !words) return;
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = words; });
  };

  const typing = (part) => {
    const field = document.activeElement;
    return part.contains(field) && field.matches("input:not([type=hidden]), textarea, select") && field.value;
  };

  const fetchPart = (part) => {
    if (!part.id || !window.htmx || waiting.has(part.id)) return;
    const wait = part.querySelector("[data-hold]") ? TOAST : CALM;
    waiting.set(part.id, setTimeout(() => {
      waiting.delete(part.id);
      const now = document.getElementById(part.id);
      if (!now) return;
      if (typing(now)) { fetchPart(now); return; } // never under somebody's fingers
      const address = now.dataset.src || location.pathname + location.search;
      window.htmx.ajax("GET", address, { target: now, select: "#" + part.id, swap: "outerHTML" });
    }, wait));
  };

  const parts = () => document.querySelectorAll("[data-live]");
  const moved = (topic, ref) => {
    parts().forEach((part) => {
      const topics = part.dataset.live.split(" ");
      const mine = !part.dataset.ref || !ref || part.dataset.ref === ref;
      if (topics.includes(topic) && mine) fetchPart(part);
    });
    document.dispatchEvent(new CustomEvent("nuan:moved", { detail: { topic, ref } }));
  };
  const all = () => parts().forEach(fetchPart);

  let stream = null;
  let poll = null;
  const listen = () => {
    if (stream || !parts().length || !window.EventSource) return;
    stream = new EventSource(document.body.dataset.stream || "/stream/");
    ["act", "card", "need", "signal", "echo", "playbook", "job"].forEach((topic) => {
      stream.addEventListener(topic, (event) => moved(topic, event.data));
    });
    stream.addEventListener("refetch", all);
    stream.addEventListener("gone", () => location.reload());
    stream.addEventListener("hello", () => {
      if (poll) { clearInterval(poll); poll = null; all(); }
    });
    stream.addEventListener("error", () => { poll = poll || setInterval(all, POLL); });
  };
  addEventListener("pagehide", () => { if (stream) { stream.close(); stream = null; } });
  addEventListener("pageshow", listen);

  const tidyToasts = (root) => {
    root.querySelectorAll("[data-toast]").forEach((toast) => {
      if (toast.dataset.counted) return;
      toast.dataset.counted = "1";
      setTimeout(() => toast.remove(), TOAST);
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented && !form.matches("[hx-post]")) return;
    form.dataset.sent = "1";
    const key = event.submitter || form.querySelector("button");
    if (key) key.setAttribute("aria-busy", "true");
    setTimeout(() => free(form), 4000);
  });
  const free = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((key) => key.removeAttribute("aria-busy"));
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-send]") && field.form) field.form.requestSubmit();
  });
  document.documentElement.classList.add("js");

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) free(form);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    tidyToasts(document);
    const told = event.target.closest && event.target.closest("[data-say]");
    if (told) say(told.dataset.say);
    listen();
  });
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));

  const start = () => {
    tidyToasts(document);
    listen();
    if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("/sw.js");
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
  window.nuan = { say, moved };
})();
