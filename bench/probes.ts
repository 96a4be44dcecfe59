/** Scripts that run inside the measured pages and write moments down, in milliseconds since 1970 by the page's clock. */

/** `moments.clicks`: each trusted click on the element with this test id, by the moment of the mouse, not of the handler. */
export const clickProbe = (testId: string) => `
  window.moments ??= { clicks: [], painted: [], live: [] };
  document.addEventListener('click', (event) => {
    if (event.isTrusted && event.target.closest('[data-testid="${testId}"]')) {
      moments.clicks.push(performance.timeOrigin + event.timeStamp);
    }
  }, true);
`;

/**
 * `moments.painted`: each new highlight frame that has a box. Noticed by an observer, then the next animation frame,
 * then the first task after it: the browser has drawn the frame by then.
 */
export const highlightProbe = `
  window.moments ??= { clicks: [], painted: [], live: [] };
  (() => {
    const seen = new WeakSet();
    const painted = new MessageChannel();
    painted.port1.onmessage = () => moments.painted.push(performance.timeOrigin + performance.now());
    const look = () => {
      const frame = document.querySelector('[data-testid="live-highlight"]');
      if (frame && !seen.has(frame) && frame.getBoundingClientRect().width > 0) {
        seen.add(frame);
        requestAnimationFrame(() => painted.port2.postMessage(null));
      }
    };
    document.addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributeFilter: ['style'] })
    );
  })();
`;

/** `moments.live`: the banner of a live connection stands on the page. */
export const liveProbe = `
  window.moments ??= { clicks: [], painted: [], live: [] };
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(() => {
      if (moments.live.length === 0 && document.querySelector('[data-testid="live-connected"][data-state="live"]')) {
        moments.live.push(performance.timeOrigin + performance.now());
      }
    }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-state'] })
  );
`;

/** `longTasks`: milliseconds by the clock of each task of the page that took 50 ms or more. */
export const longTaskProbe = `
  window.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => longTasks.push(duration))).observe({
    type: 'longtask',
  });
`;
