// The choice of language and the account's menu open and close without scripts; with them, Esc and a click elsewhere
// close them too.
export function startLanguageChoice(page) {
  const choices = [...page.querySelectorAll('.language-choice')];
  page.addEventListener('click', (event) => {
    for (const choice of choices) if (!choice.contains(event.target)) choice.open = false;
  });
  for (const choice of choices) {
    choice.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !choice.open) return;
      choice.open = false;
      choice.querySelector('summary').focus();
    });
  }
}
