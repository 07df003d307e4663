// A picture for a product that has none: an ornament in the manner of a tuskiiz, always the same for the same id.

import { svg } from '../shared/dom.ts';

const COLOURS = 6;

export function ornament(id: string): SVGElement {
  let seed = 7;
  for (const char of id) seed = (seed * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  const petals = [4, 6, 8][seed % 3] ?? 6;
  const inner = 9 + (seed >>> 4) % 7;
  const turn = (seed >>> 8) % 2 ? 180 / petals : 0;
  const at = (step: number, children: SVGElement) => {
    children.setAttribute('transform', `rotate(${turn + (step * 360) / petals})`);
    return children;
  };
  // a ram's horn: two spirals from one stem
  const horn = () => svg('path', { d: 'M0-12c-9-4-15-14-8-21 5-5 12-1 10 4M0-12c9-4 15-14 8-21-5-5-12-1-10 4', fill: 'none', 'stroke-width': 2.6, 'stroke-linecap': 'round' });
  const dot = () => svg('circle', { cy: -41, r: 2.6, stroke: 'none' });
  const steps = Array.from({ length: petals }, (_, step) => step);
  return svg('svg', { class: `ornament ornament-${seed % COLOURS}`, viewBox: '-56 -50 112 100', 'aria-hidden': 'true' },
    ...steps.map((step) => at(step, horn())), ...steps.map((step) => at(step, dot())),
    svg('circle', { r: inner, fill: 'none', 'stroke-width': 2.6 }), svg('circle', { r: Math.max(3, inner - 6), stroke: 'none' }));
}
