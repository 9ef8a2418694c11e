// The controls of the start page: show and change the scenario.
const scenario = document.getElementById('scenario');
const answer = document.getElementById('answer');
const token = document.getElementById('token');
const BETWEEN_LOOKS = 2_000;

async function look() {
  const response = await fetch('/scenario');
  show(await response.json());
}

function show({ scenario: name, until }) {
  const left = until === undefined ? '' : `, ${Math.max(0, Math.round((Date.parse(until) - Date.now()) / 1_000))} s left`;
  scenario.textContent = name === 'none' ? 'nothing special' : `${name}${left}`;
  for (const button of document.querySelectorAll('#steer button')) {
    button.setAttribute('aria-pressed', String(button.value === name && name !== 'none'));
  }
}

async function ask(name) {
  const headers = { 'Content-Type': 'application/json' };
  if (token !== null) {
    headers.Authorization = `Bearer ${token.value}`;
  }
  const response = await fetch('/scenario', { method: 'POST', headers, body: JSON.stringify({ name }) });
  const said = await response.json();
  answer.textContent = response.ok ? '' : `Not possible: ${said.error}.`;
  if (response.ok) {
    show(said);
  }
}

const failed = () => {
  answer.textContent = 'The producer does not answer.';
};

document.getElementById('steer').addEventListener('submit', (event) => event.preventDefault());
document.getElementById('steer').addEventListener('click', ({ target }) => {
  if (target instanceof HTMLButtonElement) {
    ask(target.value).catch(failed);
  }
});
const watch = () => look().catch(failed).finally(() => setTimeout(watch, BETWEEN_LOOKS));
watch();
