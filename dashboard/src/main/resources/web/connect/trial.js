/** Tries a mapping on a sample. */
import { counted } from '../app/format.js';
import { need } from '../app/need.js';
import { mapping, message as wholeText, trial } from './api.js';
import { make, recordTable, rejectionList } from './dom.js';

/**
 * The position in an error message, as a number of characters from the start of the program; null if it has none.
 *
 * @param {string} error
 * @param {string} program
 */
export function placeOf(error, program) {
  const [, line, column] = error.match(/^line (\d+), column (\d+)/) ?? [];
  if (line === undefined) {
    return null;
  }
  const lines = program.split('\n');
  const before = lines.slice(0, Number(line) - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(before + Number(column) - 1, program.length);
}

/**
 * @param {Document} page
 * @param {() => object | undefined} newest the newest message
 * @param {(failure: import('./api.js').ApiError) => boolean} isSignIn whether a failure leads to the form that signs in
 */
export function mountTrial(page, newest, isSignIn) {
  const [form, fromNewest, error, result] = ['#trial-form', '#sample-newest', '#trial-error', '#trial-result']
    .map((selector) => need(page, selector));
  const sample = need(page, '#sample', HTMLTextAreaElement);
  const program = need(page, '#program', HTMLTextAreaElement);
  const box = need(page, '#trial', HTMLDetailsElement);
  const preset = need(page, '#preset', HTMLSelectElement);
  const run = need(page, '#trial-run', HTMLButtonElement);

  const say = (failure) => {
    if (!isSignIn(failure)) {
      error.textContent = `Not possible: ${failure.message}.`;
    }
  };

  async function load(message) {
    error.textContent = '';
    try {
      sample.value = await wholeText(message.number);
    } catch (failure) {
      say(failure);
    }
  }

  fromNewest.addEventListener('click', () => {
    const message = newest();
    if (message === undefined) {
      error.textContent = 'No message has arrived since this page was opened.';
    } else {
      load(message);
    }
  });

  preset.addEventListener('change', async () => {
    const name = preset.value;
    preset.value = '';
    error.textContent = '';
    try {
      program.value = await mapping(name);
    } catch (failure) {
      say(failure);
    }
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    run.disabled = true;
    error.textContent = '';
    result.replaceChildren();
    program.removeAttribute('aria-invalid');
    try {
      show(await trial(program.value, sample.value));
    } catch (failure) {
      say(failure);
    } finally {
      run.disabled = false;
    }
  });

  function show(said) {
    if (said.fault === 'MAPPING') {
      error.textContent = `Mapping: ${said.error}`;
      program.setAttribute('aria-invalid', 'true');
      const at = placeOf(said.error, program.value);
      if (at !== null) {
        program.focus();
        program.setSelectionRange(at, Math.min(at + 1, program.value.length));
      }
      return;
    }
    if (said.fault === 'SAMPLE') {
      error.textContent = `Sample: ${said.error}`;
      return;
    }
    const shortened = said.made > said.records.length ? `, the first ${said.records.length} of which are below` : '';
    const rejected = said.rejected > 0 ? `; ${counted(said.rejected, 'value')} rejected` : '';
    result.append(make('p', {}, `${counted(said.made, 'record')}${shortened}${rejected}.`));
    if (said.rejected > 0) {
      result.append(rejectionList(said.rejections, said.rejected));
    }
    if (said.records.length > 0) {
      result.append(recordTable(said.records, 'Records of the sample'));
    }
  }

  return {
    /** Opens the box with a message. @param {object} message */
    async open(message) {
      box.open = true;
      await load(message);
      box.scrollIntoView({ block: 'start' });
      (program.value === '' ? preset : program).focus({ preventScroll: true });
    },
  };
}
