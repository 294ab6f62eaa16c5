// A prepared message that is opened on the operator's telephone is marked so; without script they mark it themselves.
export function startMessages(page) {
  for (const link of page.querySelectorAll('a[data-opens]')) {
    link.addEventListener('click', () => {
      const token = page.querySelector('input[name=csrfmiddlewaretoken]');
      if (!token) return;
      const body = new URLSearchParams({ csrfmiddlewaretoken: token.value, state: 'opened' });
      fetch(link.dataset.opens, { method: 'POST', body, keepalive: true, redirect: 'manual' });
    });
  }
}
