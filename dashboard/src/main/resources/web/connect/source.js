/** The sources, their state and figures. */
import { counted, duration, number } from '../app/format.js';
import { time } from '../app/times.js';
import { make } from './dom.js';

const KINDS = { websocket: 'WebSocket', kafka: 'Kafka', file: 'File', deliveries: 'HTTP deliveries' };
const STATES = {
  live: 'Connected', connecting: 'Connecting', unresponsive: 'Not answering', waiting: 'Not connected',
};

/** Words for the states of sources that are not connected to anything. */
const OWN_STATES = {
  deliveries: { live: 'Ready' },
  file: { live: 'Following', connecting: 'Opening', waiting: 'Not readable' },
};

/**
 * The text that describes a state.
 *
 * @param {object} state
 * @param {string} kind of the source
 * @param {number} now by the dashboard's clock
 */
export function stateWords(state, kind, now) {
  const word = OWN_STATES[kind]?.[state.state] ?? STATES[state.state] ?? state.state;
  const since = state.since > 0 ? ` since ${time(state.since)}` : '';
  const reason = state.reason === '' ? '' : `: ${state.reason}`;
  const next = state.next_try_at > now ? `. Trying again in ${Math.ceil((state.next_try_at - now) / 1_000)} s` : '';
  return `${word}${since}${reason}${next}`;
}

const megabytes = (bytes) => (bytes < 1_000_000
  ? `${number(Math.ceil(bytes / 1_000))} KB`
  : `${number(Math.round(bytes / 1_000_000))} MB`);

/** The figures of a source, as pairs of a name and a text. */
function figures({ kind, figures: all }) {
  if (kind === 'kafka') {
    const behind = all.position_age > 0 ? `, ${duration(all.position_age)} behind` : '';
    return [
      ['Partitions', number(all.partitions)],
      ['Still to read', `${counted(all.lag, 'record')}${behind}`],
      ['Connections made', number(all.connects)],
    ];
  }
  if (kind === 'file') {
    return [
      ['Lines read', number(all.lines)],
      ['Still to read', megabytes(all.unread_bytes)],
      ['Times opened', number(all.connects)],
    ];
  }
  return kind === 'deliveries'
    ? [['Journal', `${megabytes(all.journal_bytes)} on disk, ${number(all.journal_waiting)} waiting`]]
    : [['Connections made', number(all.connects)]];
}

/** The facts to show, as pairs of a name and a text. @param {object} report */
export function facts({ now, state, sources, counts }) {
  const ofSources = sources.flatMap((source, i) => [
    [KINDS[source.kind] ?? source.kind, source.address],
    ...(i === 0 ? [['State', stateWords(state, source.kind, now)]] : []),
    ['Mapping', source.mapping],
    ...figures(source),
  ]);
  return [
    ...ofSources,
    ['Messages', number(counts.messages)],
    ['Records', `${number(counts.records)}: ${number(counts.applied)} new or changed,`
      + ` ${number(counts.duplicate)} known, ${number(counts.late)} too late, ${number(counts.rejected)} rejected`],
  ];
}

/** @param {HTMLElement} place */
export function mountSource(place) {
  const list = place.appendChild(make('dl'));
  let shown = '';
  return {
    update(report) {
      const pairs = facts(report);
      const text = JSON.stringify(pairs);
      if (text === shown) {
        return;
      }
      shown = text;
      list.replaceChildren(...pairs.map(([name, value]) => (
        make('div', {}, make('dt', {}, name), make('dd', {}, value)))));
      list.dataset.state = report.state.state;
    },
  };
}
