// Keeps the page up to date: while it is seen, and only where something has changed, so that nothing jumps or blinks.

const main = document.querySelector('main');

async function look() {
  const answer = await fetch('', { cache: 'no-store' });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  // Whoever is copying a number keeps the selection.
  if (page && page.innerHTML !== main.innerHTML && getSelection().isCollapsed) main.replaceChildren(...page.childNodes);
}

setInterval(() => {
  if (!document.hidden) look().catch(() => {});
}, 2000);
