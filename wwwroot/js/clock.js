// The Zulu clock: <time data-zulu> always shows this minute, whether or not the server can be reached.
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const two = n => String(n).padStart(2, "0");

function tick() {
  const now = new Date();
  const text = `${two(now.getUTCDate())}${two(now.getUTCHours())}${two(now.getUTCMinutes())}Z ${months[now.getUTCMonth()]} ${two(now.getUTCFullYear() % 100)}`;
  for (const clock of document.querySelectorAll("time[data-zulu]")) {
    // The text node is the server's: change what it says, never the node.
    if (clock.firstChild && clock.firstChild.nodeValue !== text) clock.firstChild.nodeValue = text;
  }
}

tick();
setInterval(tick, 1000);
