// The choice of language opens and closes without scripts; with them, Esc and a click elsewhere close it too.
export function startLanguageChoice(page) {
  const choice = page.querySelector('.language-choice');
  if (!choice) return;
  page.addEventListener('click', (event) => {
    if (!choice.contains(event.target)) choice.open = false;
  });
  choice.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !choice.open) return;
    choice.open = false;
    choice.querySelector('summary').focus();
  });
}
