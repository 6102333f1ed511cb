// The text of a message (LongText). Sent when the hands rest and when the field is left; a long one as a stream of pieces.
const rest = 700;
const onePiece = 50_000; // characters: at four octets each still under what one message of the line may carry

/** @param area the textarea; @param owner its component: Typed(text), TypedAtLength(stream). */
export function longText(area, owner) {
  let timer = 0;
  let sent = area.value;
  let sending = Promise.resolve();

  const send = () => {
    clearTimeout(timer);
    if (area.value === sent) return sending;
    const text = area.value;
    sent = text;
    sending = sending.then(() => text.length <= onePiece
      ? owner.invokeMethodAsync("Typed", text)
      : owner.invokeMethodAsync("TypedAtLength", DotNet.createJSStreamReference(new Blob([text]))));
    sending.then(() => { if (area.value === sent) area.removeAttribute("data-unsaved"); });
    return sending;
  };

  area.addEventListener("input", () => {
    area.setAttribute("data-unsaved", "");
    clearTimeout(timer);
    timer = setTimeout(send, rest);
  });
  area.addEventListener("change", send);
  area.mmhsFlush = send;
}

export const flushText = area => area?.mmhsFlush?.();
