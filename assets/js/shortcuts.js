// One-key shortcuts: `/` goes to the search, `n` to what is new, `v` to a new visit, `?` opens the help. They can be switched off in the help dialog,
// since a stray key must not act on its own for people who dictate or whose hands shake (WCAG 2.1.4).
const SWITCH = 'campanello.shortcuts';
const TYPING = 'input, textarea, select, [contenteditable="true"]';

const areOn = () => {
  try {
    return localStorage.getItem(SWITCH) !== 'off';
  } catch {
    return true;
  }
};

const remember = (isOn) => {
  try {
    localStorage.setItem(SWITCH, isOn ? 'on' : 'off');
  } catch {
    // A browser that stores nothing keeps the shortcuts on.
  }
};

function focusSearch(page) {
  const field = page.querySelector('[data-shortcut="search"], input[type="search"]');
  if (!field) return false;
  field.focus();
  if (field.select) field.select();
  return true;
}

function follow(page, name) {
  const link = page.querySelector(`[data-shortcut="${name}"]`);
  link?.click();
  return Boolean(link);
}

export function startShortcuts(page) {
  const help = page.getElementById('help-dialog');
  if (!help) return;
  const open = () => help.open || help.showModal();
  page.querySelectorAll('[data-opens="help"]').forEach((button) => button.addEventListener('click', open));
  const switcher = help.querySelector('input[type="checkbox"]');
  switcher.checked = areOn();
  switcher.addEventListener('change', () => remember(switcher.checked));

  page.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!areOn() || help.open || event.target.closest?.(TYPING)) return;
    if (event.key === '?') open();
    else if (event.key === 'n' && follow(page, 'new')) return;
    else if (event.key === 'v' && follow(page, 'visit')) return;
    else if (event.key !== '/' || !focusSearch(page)) return;
    event.preventDefault();
  });
}
