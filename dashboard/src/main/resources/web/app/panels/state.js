/**
 * Shows the scope of the figures and the connection's state beside the title, and the state as a sentence below it.
 * Announces changes of the state to screen readers.
 */
import * as announcements from '../announcements.js';
import * as scope from '../scope.js';
import { describe, describeBriefly, shown } from '../store.js';
import { setData, setText } from './text.js';

/** @param {Document} page */
export function mountState(page) {
  const badge = page.getElementById('state');
  const word = badge.querySelector('.state-word');
  const detail = badge.querySelector('.state-detail');
  const period = page.querySelector('.scope-period');
  const filters = page.querySelector('.scope-filters');
  const notice = page.getElementById('notice');
  const announcement = page.getElementById('announcement');
  let announced = announcements.initial('Not connected');

  return {
    update(state, now) {
      const said = describe(state, now);
      setText(period, scope.period(state.choices, shown(state)) + scope.collected(shown(state)));
      setText(filters, scope.filters(state.choices).map((words) => ` · ${words}`).join(''));
      [badge, notice, page.body].forEach((element) => setData(element, 'level', said.level));
      setText(word, said.word);
      setText(detail, said.detail);
      setText(notice, said.notice);
      const next = announcements.announce(announced, describeBriefly(state, now), now);
      if (next !== announced) {
        announced = next;
        setText(announcement, next.said);
      }
    },
  };
}
