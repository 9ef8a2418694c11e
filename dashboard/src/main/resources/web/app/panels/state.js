/**
 * Shows the scope of the figures and the connection's state next to the title, and the state as a sentence below it.
 * Announces changes of the state to screen readers.
 */
import * as announcements from '../announcements.js';
import { need } from '../need.js';
import { isLive } from '../query.js';
import * as scope from '../scope.js';
import { describe, describeBriefly, isComputing, shown, shownChoices, whyEmpty } from '../store.js';
import { setData, setText } from './text.js';

/** How long other figures may take, in milliseconds, before the page says that they are being computed. */
const SLOW = 200;

/** @param {Document} page @returns {import('../main.js').Panel} */
export function mountState(page) {
  const badge = need(page, '#state');
  const word = need(badge, '.state-word');
  const detail = need(badge, '.state-detail');
  const period = need(page, '.scope-period');
  const filters = need(page, '.scope-filters');
  const notice = need(page, '#notice');
  const announcement = need(page, '#announcement');
  const empties = [...page.querySelectorAll('.chart-empty')].map((element) => ({ element, first: element.textContent }));
  // The layout gives way to the strip at the bottom, so that it covers nothing.
  new ResizeObserver(([{ borderBoxSize: [{ blockSize }] }]) => {
    page.body.style.setProperty('--strip', `${blockSize}px`);
  }).observe(need(page, '#strip'));
  let computingSince = Infinity;
  let announced = announcements.initial('Not connected');

  return {
    update(state, now) {
      const said = describe(state, now);
      computingSince = isComputing(state) ? Math.min(computingSince, now) : Infinity;
      const isSlow = now - computingSince > SLOW;
      setText(period, isSlow
        ? `Computing: ${scope.period(state.choices, null)}`
        : scope.period(shownChoices(state), shown(state)) + scope.collected(shown(state)));
      page.body.classList.toggle('computing', isSlow);
      page.body.classList.toggle('fixed-period', !isLive(state.choices.window));
      setText(filters, scope.filters(state.choices).map((words) => ` · ${words}`).join(''));
      [badge, notice, page.body].forEach((element) => setData(element, 'level', said.level));
      setText(word, said.word);
      setText(detail, said.detail);
      setText(notice, said.notice);
      const reason = whyEmpty(shown(state));
      empties.forEach(({ element, first }) => setText(element, reason || first));
      const next = announcements.announce(announced, describeBriefly(state, now), now);
      if (next !== announced) {
        announced = next;
        setText(announcement, next.said);
      }
    },
  };
}
