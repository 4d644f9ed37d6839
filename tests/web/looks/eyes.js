/* What a person would stumble over on the page as it stands; told in words. `least` is the smallest fair target. */
(least) => {
  const wrong = [];
  const named = (one) => `<${one.tagName.toLowerCase()} ${one.className || one.name || one.id || ""}> ${(one.getAttribute("aria-label") || one.textContent || one.name || "").trim().slice(0, 24)}`;
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
  if (wide > room) {
    const over = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1);
    wrong.push(`scrolls sideways by ${wide - room} px: ${over.slice(0, 3).map(named).join(" | ")}`);
  }
  const keys = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && shown(one));
  keys.filter((one) => one.tabIndex > 0).forEach((one) => wrong.push(`out of order for Tab: ${named(one)}`));
  const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline" && one.parentElement.textContent.trim() !== one.textContent.trim();
  const aim = (one) => { // what a finger may hit: the label of a box, the row of a link that covers its row
    const whole = one.closest("label, .tap") || one;
    const box = whole.getBoundingClientRect();
    return Math.min(box.width, box.height);
  };
  keys.filter((one) => !one.matches("pre, main, .skip") && !inSentence(one) && aim(one) < least - 0.5)
    .forEach((one) => wrong.push(`a target of ${aim(one).toFixed(0)} px, not ${least}: ${named(one)}`));
  for (const one of keys) {
    one.focus();
    const style = getComputedStyle(one.matches("input[type=file]") ? one.closest("label") || one : one);
    if (document.activeElement !== one) wrong.push(`takes no focus: ${named(one)}`);
    else if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push(`no visible focus: ${named(one)}`);
    const box = one.getBoundingClientRect();
    if (box.height > innerHeight / 2 || one.matches("input[type=file]")) continue;
    for (const y of [box.top + 2, box.bottom - 2]) {
      const hit = document.elementFromPoint(box.left + box.width / 2, y);
      if (!hit || !(one.contains(hit) || hit.contains(one))) { wrong.push(`hidden under ${hit ? named(hit) : "the edge"} when focused: ${named(one)}`); break; }
    }
  }
  document.activeElement.blur();
  scrollTo(0, 0);
  return wrong;
}
