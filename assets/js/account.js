// Passkeys are offered where the browser has them; what fails is said in words. A letter is printed by its button.
export function startAccount(page) {
  if (window.PublicKeyCredential) {
    for (const box of page.querySelectorAll('[data-passkeys]')) box.hidden = false;
  }
  page.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    for (const told of page.querySelectorAll('[data-passkey-failed]')) told.hidden = false;
  });
  for (const button of page.querySelectorAll('[data-prints-page]')) {
    button.addEventListener('click', () => window.print());
  }
}
