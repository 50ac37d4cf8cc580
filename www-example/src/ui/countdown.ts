// How long a token still lives: a ring that empties, and the time in figures.
import { h, s } from './dom.js';

const LENGTH = 2 * Math.PI * 42;

export function countdown(label: string, issuedAt: number, expiresAt: number): HTMLElement {
  const ring = s('circle', { class: 'ring-left', cx: 50, cy: 50, r: 42, 'stroke-dasharray': LENGTH });
  const figures = h('span', { class: 'figures' });
  const element = h(
    'div',
    { class: 'countdown', role: 'timer', 'aria-label': label },
    s(
      'svg',
      { viewBox: '0 0 100 100', 'aria-hidden': 'true' },
      s('circle', { class: 'ring', cx: 50, cy: 50, r: 42 }),
      ring,
    ),
    h('div', { class: 'countdown-text' }, figures, h('small', null, 'left')),
  );
  const show = () => {
    const left = Math.max(0, expiresAt - Date.now());
    const whole = Math.max(1, expiresAt - issuedAt);
    ring.setAttribute('stroke-dashoffset', String(LENGTH * (1 - Math.min(1, left / whole))));
    figures.textContent = inFigures(left);
    element.classList.toggle('ended', left === 0);
  };
  show();
  const timer = setInterval(() => {
    // A view that was replaced takes its clock along.
    if (element.isConnected) show();
    else clearInterval(timer);
  }, 1000);
  return element;
}

export function inFigures(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
