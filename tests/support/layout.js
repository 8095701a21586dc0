// Finds words and controls within an element that stick out of the page, are cut off or overlap,
// and elements around them that scroll sideways.
(root, slack) => {
  const problems = new Set();
  const named = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim();
    return [element.tagName.toLowerCase(), ...element.classList].join(".") + ` "${words.slice(0, 40)}"`;
  };
  const scrolls = (way) => way === "auto" || way === "scroll";
  const cuts = (way) => way === "hidden" || way === "clip";
  const style = (element) => getComputedStyle(element);

  // False for elements that are hidden, or only for screen readers.
  const isSeen = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let each = element; each; each = each.parentElement) {
      if (style(each).clipPath.startsWith("inset(50%")) return false;
    }
    return true;
  };

  // The visible part of a box, and the element that cuts it off; scrolling away does not count.
  const shown = (owner, box) => {
    const seen = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
    let [across, along] = [true, true]; // true if nothing in between scrolls that way
    for (let each = owner; each; each = each.parentElement) {
      const { overflowX, overflowY, display } = style(each);
      if (display === "inline" || display === "contents") continue;
      const hole = each.getBoundingClientRect();
      const [left, top] = [hole.left + (each.clientLeft || 0), hole.top + (each.clientTop || 0)];
      const [right, bottom] = [hole.right, hole.bottom];
      if (across && cuts(overflowX) && (box.left < left - slack || box.right > right + slack)) {
        problems.add(`${named(owner)} is cut off by ${named(each)}`);
      }
      if (along && cuts(overflowY) && (box.top < top - slack || box.bottom > bottom + slack)) {
        problems.add(`${named(owner)} is cut off by ${named(each)}`);
      }
      if (scrolls(overflowX)) {
        across = false;
        [seen.left, seen.right] = [Math.max(seen.left, left), Math.min(seen.right, right)];
      }
      if (scrolls(overflowY)) {
        along = false;
        [seen.top, seen.bottom] = [Math.max(seen.top, top), Math.min(seen.bottom, bottom)];
      }
      // The elements around the widgets scroll up and down, and cut off what they scroll away.
      if (each === document.body) break;
    }
    if (across && (box.left < -slack || box.right > innerWidth + slack)) {
      problems.add(`${named(owner)} sticks out of the page`);
    }
    return seen;
  };

  const parts = [];
  const add = (kind, owner, box) => {
    if (box.right - box.left <= slack || box.bottom - box.top <= slack) return;
    const seen = shown(owner, box);
    if (seen.right - seen.left > slack && seen.bottom - seen.top > slack) parts.push({ kind, owner, ...seen });
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const owner = node.parentElement;
    if (!node.textContent.trim() || owner.closest("style, script, select") || !isSeen(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      // Letters do not fill a line's whole height.
      const edge = 0.15 * (bottom - top);
      add("words", owner, { left, right, top: top + edge, bottom: bottom - edge });
    }
  }
  const controls = "button, select, input, canvas, img, .jupyter-button, [tabindex]:not(.digit-widgets-ink)";
  for (const owner of root.querySelectorAll(controls)) {
    if (isSeen(owner)) add("control", owner, owner.getBoundingClientRect());
  }

  // Controls may cover their own content; words on an image, such as a glyph's label, are intended.
  const mayMeet = (one, two) =>
    one.owner.contains(two.owner) ||
    two.owner.contains(one.owner) ||
    [one, two].some(({ owner }) => owner.matches("canvas, img")) ||
    (one.kind === "words" && one.owner === two.owner);
  parts.forEach((one, i) => {
    for (const two of parts.slice(i + 1)) {
      const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (wide > slack && high > slack && !mayMeet(one, two)) {
        problems.add(`${named(one.owner)} overlaps ${named(two.owner)}`);
      }
    }
  });

  const around = [document.scrollingElement];
  for (let each = root.parentElement; each; each = each.parentElement) {
    if (scrolls(style(each).overflowX)) around.push(each);
  }
  for (const each of around) {
    if (each.scrollWidth > each.clientWidth + slack) {
      problems.add(`${each.tagName.toLowerCase()}.${each.className} scrolls sideways`);
    }
  }
  return [...problems];
}
