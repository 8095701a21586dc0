// Finds words and controls within an element that stick out of the page, are cut off or overlap.
(root, slack) => {
    const problems = [];
    const named = element => {
        const words = (element.getAttribute('aria-label') || element.textContent || '').trim();
        return `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} "${words.slice(0, 40)}"`;
    };
    const isShown = element => {
        if (!element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) return false;
        for (let each = element; each && each !== document.body; each = each.parentElement) {
            if (getComputedStyle(each).clipPath !== 'none') return false;  // for screen readers only
        }
        return true;
    };
    const inside = (a, b) => a.left >= b.left - slack && a.right <= b.right + slack
        && a.top >= b.top - slack && a.bottom <= b.bottom + slack;
    const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 * slack
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 * slack;

    // Words, where they are, and what they belong to.
    const words = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, owner = node.parentElement;
        if (!node.textContent.trim() || owner.closest('style, script, select') || !isShown(owner)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width > slack && box.height > slack) words.push({owner, box});
        }
    }
    const controls = [...root.querySelectorAll('button, select, input, .jupyter-button')]
        .filter(isShown).map(owner => ({owner, box: owner.getBoundingClientRect()}));
    const width = document.documentElement.clientWidth;

    if (document.scrollingElement.scrollWidth > width + slack) problems.push('the page scrolls sideways');
    for (const {owner, box} of [...words, ...controls]) {
        if (box.left < -slack || box.right > width + slack) problems.push(`${named(owner)} sticks out of the page`);
        for (let each = owner; each && root.contains(each); each = each.parentElement) {
            const {overflowX, overflowY} = getComputedStyle(each);
            const scrolls = [overflowX, overflowY].some(way => way === 'auto' || way === 'scroll');
            if (scrolls || (overflowX === 'visible' && overflowY === 'visible')) continue;
            const hole = each.getBoundingClientRect();
            if (!inside(box, hole)) problems.push(`${named(owner)} is clipped by ${named(each)}`);
        }
    }
    const apart = (list, other) => list.forEach((one, i) => {
        other.forEach((two, j) => {
            if (list === other && j <= i) return;
            if (one.owner.contains(two.owner) || two.owner.contains(one.owner)) return;
            if (overlap(one.box, two.box)) problems.push(`${named(one.owner)} overlaps ${named(two.owner)}`);
        });
    });
    apart(words, words);
    apart(controls, controls);
    apart(words, controls);
    return [...new Set(problems)];
}
