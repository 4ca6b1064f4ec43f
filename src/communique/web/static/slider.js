// The month that the slider stands at, in words, while it moves.
const named = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
document.addEventListener("input", (event) => {
  if (event.target.id !== "at") return;
  const month = Number(event.target.value);
  const words = named.format(new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)));
  event.target.setAttribute("aria-valuetext", words);
  document.getElementById("month").textContent = words;
});
