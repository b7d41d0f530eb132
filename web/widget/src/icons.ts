import { svg } from 'lit';

const icon = (body: unknown, size = 22) =>
  svg`<svg viewBox="0 0 24 24" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${body}</svg>`;

/** The mark: a speech bubble with a bolt. */
export const mark = (size = 26) =>
  svg`<svg viewBox="0 0 24 24" width=${size} height=${size} fill="currentColor" aria-hidden="true"><path fill-rule="evenodd" d="M12 2.5c5.6 0 10 3.9 10 8.9s-4.4 8.9-10 8.9c-.9 0-1.8-.1-2.6-.3L5 22.3c-.5.3-1.1-.2-.9-.8l.9-3.2C3.1 16.7 2 14.2 2 11.4c0-5 4.4-8.9 10-8.9Zm1.3 3.7-5.2 6.3c-.3.3 0 .8.4.8h2.7l-.8 3.7c-.1.5.5.8.9.4l5.1-6.2c.3-.3 0-.8-.4-.8h-2.7l.9-3.8c.1-.5-.6-.8-.9-.4Z" clip-rule="evenodd"/></svg>`;

export const close = () => icon(svg`<path d="M6 9.5 12 15.5 18 9.5"/>`);
export const picture = () =>
  icon(svg`<rect x="3.5" y="4.5" width="17" height="15" rx="2.5"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17.5 5-4.5 3.5 3 3-2.5 4.5 4"/>`);
export const person = () => icon(svg`<circle cx="12" cy="8.5" r="3.7"/><path d="M4.8 20c.7-3.7 3.6-5.7 7.2-5.7s6.5 2 7.2 5.7"/>`, 20);
export const down = () => icon(svg`<path d="M12 5v13m-5.5-5L12 18.5 17.5 13"/>`, 16);
export const pin = () =>
  icon(svg`<path d="M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11Z"/><circle cx="12" cy="10" r="2.3"/>`, 16);
export const warning = () => icon(svg`<path d="M12 8.5v4.5m0 3v.1M10.3 4.3 2.9 17.2c-.7 1.2.2 2.8 1.7 2.8h14.8c1.5 0 2.4-1.6 1.7-2.8L13.7 4.3c-.8-1.3-2.6-1.3-3.4 0Z"/>`, 16);
