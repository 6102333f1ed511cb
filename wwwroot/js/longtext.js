// The text of a message (LongText). Sent when the hands rest and when the field is left; a long one as a stream of pieces.
const rest = 700;
const onePiece = 50_000; // characters: at four octets each still under what one message of the line may carry

/** @param area the textarea; @param owner its component: Typed(text), TypedAtLength(stream). */
export function longText(area, owner) {
  let timer = 0;
  let sent = area.value;
  let sending = Promise.resolve();

  const hand = text => text.length <= onePiece
    ? owner.invokeMethodAsync("Typed", text)
    : owner.invokeMethodAsync("TypedAtLength", DotNet.createJSStreamReference(new Blob([text])));

  const send = () => {
    clearTimeout(timer);
    if (area.value === sent) return sending;
    const text = area.value;
    sent = text;
    sending = sending.then(() => hand(text));
    sending.then(
      () => { if (area.value === sent) area.removeAttribute("data-unsaved"); },
      () => { /* the line is down: mmhsSendAgain, or the next word, sends it anew */ sent = undefined; sending = Promise.resolve(); });
    return sending;
  };

  area.addEventListener("input", () => {
    area.setAttribute("data-unsaved", "");
    clearTimeout(timer);
    timer = setTimeout(send, rest);
  });
  area.addEventListener("change", send);
  area.mmhsFlush = send;
  // An answer that was lost with the line never comes: nothing waits for it any more.
  area.mmhsSendAgain = () => {
    if (!area.hasAttribute("data-unsaved") && area.value === sent) return;
    sent = undefined;
    sending = Promise.resolve();
    send();
  };
}

export const flushText = area => area?.mmhsFlush?.();
