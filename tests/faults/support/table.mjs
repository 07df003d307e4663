/** Rows of the same members as a table, in the order of the first, with their sums where there is more than one. */
export function table(rows) {
  if (!rows.length) return '';
  const [first, ...rest] = Object.keys(rows[0]);
  const all = Object.fromEntries([[first, 'all'], ...rest.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])]);
  const sorted = [...rows].sort((one, other) => (one[first] < other[first] ? -1 : 1));
  const lines = [[first, ...rest], ...[...sorted, ...(rows.length > 1 ? [all] : [])].map((row) => [first, ...rest].map((name) => String(row[name])))];
  const widths = [first, ...rest].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return `\n${lines.map((line) => line.map((cell, column) => cell.padStart(widths[column])).join('  ')).join('\n')}\n`;
}
