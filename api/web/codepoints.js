// Offsets of the service count Unicode code points; JavaScript strings count UTF-16 units. The bridge between them.

/** `{toUnits, toPoints, length}` of one text; identity where no character lies beyond U+FFFF. */
export function measure(text) {
  const astral = []; // the UTF-16 position of each character that takes two units
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at);
    if (code > 0xffff) {
      astral.push(at);
      at += 1;
    }
  }
  return {
    length: text.length - astral.length,
    toUnits(point) {
      let low = 0,
        high = astral.length; // how many two-unit characters stand before this code point
      while (low < high) {
        const middle = (low + high) >> 1;
        if (astral[middle] - middle < point) low = middle + 1;
        else high = middle;
      }
      return point + low;
    },
    toPoints(unit) {
      let low = 0,
        high = astral.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (astral[middle] < unit) low = middle + 1;
        else high = middle;
      }
      return unit - low;
    },
  };
}

/** The part of `text` between two code points. */
export function slicePoints(text, start, end) {
  const bridge = measure(text);
  return text.slice(bridge.toUnits(start), bridge.toUnits(end));
}
