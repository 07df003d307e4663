// The document's texts: between backticks is code.

import { h } from '../shared/dom.ts';

export function prose(text: string): Node[] {
  return text.split('`').map((part, at) => (at % 2 ? h('code', {}, part) : document.createTextNode(part)));
}
