/* Live parts, toasts, forms sent once. Every page also works without this file. */
(() => {
  "use strict";
  const say = (words) => {
    const status = document.getElementById("status");
    if (status) { status.textContent = ""; requestAnimationFrame(() => { status.textContent = words; }); }
  };
  window.nuan = { say };
})();
