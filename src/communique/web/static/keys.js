// Keyboard and pointer comforts; every page can be read without them.
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea, select")) {
    event.preventDefault();
    document.getElementById("find").focus();
  }
});

// Where the pointer or the focus is on a mark or on its note, all that belongs together shows.
const light = (event, on) => {
  const of = event.target.closest?.("[data-of]")?.dataset.of.split(" ").filter(Boolean) ?? [];
  for (const id of of) {
    for (const part of document.querySelectorAll(`[data-of~="${CSS.escape(id)}"]`)) part.classList.toggle("lit", on);
  }
};
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (event) => light(event, true));
  document.addEventListener(end, (event) => light(event, false));
}
