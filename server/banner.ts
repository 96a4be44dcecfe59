/** The lines that the product's documentation promises on the terminal. */
export function banner(url: string, peerjsPath: string): string {
  return [
    '',
    'PeerJS Signaling Server for Grafana Pathfinder',
    `Running on: ${url}${peerjsPath}`,
    'Status: Ready for connections',
    '(Pathfinder is what Grafana calls the interactive guides that live sessions present.)',
    '',
  ].join('\n');
}
