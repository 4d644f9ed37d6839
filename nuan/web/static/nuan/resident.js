/* Reading aloud, and the five seconds before a call for help. */
(() => {
  "use strict";
  if ("speechSynthesis" in window) {
    for (const key of document.querySelectorAll("[data-read]")) {
      key.hidden = false;
      key.addEventListener("click", () => {
        const words = key.dataset.read.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("。");
        const speech = new SpeechSynthesisUtterance(words);
        speech.lang = document.documentElement.lang || "zh-CN";
        speech.rate = 0.9;
        speechSynthesis.cancel();
        speechSynthesis.speak(speech);
      });
    }
  }
  const box = document.querySelector("[data-help]");
  if (!box) { return; }
  const cry = box.querySelector(".cry"), count = box.querySelector(".count"), left = box.querySelector("[data-left]");
  let timer = 0;
  const show = (counting) => { cry.hidden = counting; count.hidden = !counting; };
  const stop = () => { clearInterval(timer); show(false); cry.focus(); };
  cry.addEventListener("click", (press) => {
    press.preventDefault();
    let seconds = 5;
    left.textContent = seconds;
    show(true);
    count.querySelector("button").focus();
    timer = setInterval(() => {
      seconds -= 1;
      left.textContent = seconds;
      if (seconds <= 0) { stop(); location.href = box.dataset.help; }
    }, 1000);
  });
  count.querySelector("button").addEventListener("click", stop);
})();
