/* The post's space bar and clock. */
(() => {
  "use strict";
  document.addEventListener("keydown", (press) => {
    if (press.code !== "Space" || press.repeat || press.target.closest("a, button, input, textarea, select")) { return; }
    const key = document.getElementById("greeted");
    if (key) { press.preventDefault(); key.click(); }
  });
  // A car does not wait: the card is fetched the moment it is announced.
  const gate = document.querySelector("[data-gate]");
  document.addEventListener("nuan:moved", (told) => {
    const { topic, ref } = told.detail;
    if (gate && topic === "card" && (!ref || ref === gate.dataset.gate)) { window.htmx.trigger("#live", "nuan:card"); }
  });
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const told = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock });
    const tick = () => { clock.textContent = told.format(new Date()); };
    tick();
    setInterval(tick, 5000);
  }
})();
