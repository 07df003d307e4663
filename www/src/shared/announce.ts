// What a screen reader is told of what happens elsewhere on the page.

let region: HTMLElement | undefined;

/** Says it politely, also where the same was said before. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement('p');
    region.className = 'unseen';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  region.textContent = '';
  // a region that is filled in the same task as it is emptied has not changed
  requestAnimationFrame(() => { if (region) region.textContent = text; });
}
