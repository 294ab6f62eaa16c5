// Pages that were seen open without a network; what was kept goes when the reader logs out.
const OURS = 'resident-';

export async function wipe() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  await Promise.all(names.map((name) => caches.delete(name)));
}

export function startKeeping(page) {
  const { worker, scope } = page.body.dataset;
  const none = page.querySelector('[data-no-network]');
  page.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (!navigator.onLine) {
      event.preventDefault();
      none.hidden = false;
      none.scrollIntoView({ block: 'center' });
    } else if (form.matches('[data-wipes]') && 'caches' in window && !form.dataset.wiped) {
      event.preventDefault();
      wipe().finally(() => {
        form.dataset.wiped = 'yes';
        form.requestSubmit();
      });
    }
  });
  window.addEventListener('online', () => (none.hidden = true));
  if (worker && 'serviceWorker' in navigator) {
    navigator.serviceWorker.register(worker, { scope, updateViaCache: 'none' }).catch(() => {});
  }
}
