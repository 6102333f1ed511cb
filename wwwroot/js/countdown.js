// What leaves soon: an element with data-countdown="30" counts from the moment it is seen, so a clock that is wrong here does not matter.
const begun = new WeakMap();

function tick() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const known = begun.get(element);
    if (known?.from !== element.dataset.countdown) begun.set(element, { from: element.dataset.countdown, at: performance.now() });
    const left = Math.ceil(Number(element.dataset.countdown) - (performance.now() - begun.get(element).at) / 1000);
    // The text node is the server's: change what it says, never the node.
    if (element.firstChild) element.firstChild.nodeValue = left > 0 ? `in ${left} s` : "now";
  }
}

setInterval(tick, 250);
