/* The post's space bar and clock. */
(() => {
  "use strict";
  document.addEventListener("keydown", (press) => {
    if (press.code !== "Space" || press.repeat || press.target.closest("a, button, input, textarea, select")) { return; }
    const key = document.getElementById("greeted");
    if (key) { press.preventDefault(); key.click(); }
  });
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const told = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock });
    const tick = () => { clock.textContent = told.format(new Date()); };
    tick();
    setInterval(tick, 5000);
  }
})();
