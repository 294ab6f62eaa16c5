// The on-line application: reads a page aloud where the browser can, and fills in the code of a photographed square.
// Everything works without this.
export function startApplying(page, browser = window) {
  startReading(page, browser);
  startReturn(page, browser);
}

// The button is there only where a voice speaks the page's language; voices often come late.
function startReading(page, browser) {
  const button = page.querySelector('[data-aloud]');
  const speech = browser.speechSynthesis;
  if (!button || !speech || !browser.SpeechSynthesisUtterance) return;
  const language = page.documentElement.lang;
  const voice = () => speech.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  const offer = () => {
    button.hidden = !voice();
  };
  offer();
  speech.addEventListener?.('voiceschanged', offer);
  const label = button.querySelector('span');
  const begin = label.textContent;
  const ended = () => {
    label.textContent = begin;
    button.setAttribute('aria-pressed', 'false');
  };
  button.addEventListener('click', () => {
    if (speech.speaking) {
      speech.cancel();
      ended();
      return;
    }
    const said = new browser.SpeechSynthesisUtterance(textOf(page));
    said.lang = language;
    said.voice = voice();
    said.rate = 0.9;
    said.onend = said.onerror = ended;
    label.textContent = button.dataset.stop;
    button.setAttribute('aria-pressed', 'true');
    speech.speak(said);
  });
  browser.addEventListener('pagehide', () => speech.cancel());
}

// The question, its labels, help and choices; never what somebody typed. Figures of a code are read one by one.
export function textOf(page) {
  const parts = [...page.querySelectorAll('[data-aloud-text], .apply-form legend, .apply-form label, .apply-form .field-help')];
  return parts
    .map((one) => {
      const copy = one.cloneNode(true);
      for (const code of copy.querySelectorAll('[data-aloud-digits]')) {
        code.textContent = code.textContent.replace(/\d/g, '$& ');
      }
      return copy.textContent.replace(/\s+/g, ' ').trim();
    })
    .filter(Boolean)
    .join('. ');
}

// What follows # in an address is never sent to the server, so that the code stands in no log.
function startReturn(page, browser) {
  const form = page.querySelector('[data-apply-return]');
  const digits = browser.location.hash.slice(1);
  if (!form || !/^\d{16}$/.test(digits)) return;
  form.querySelector('input[name="code"]').value = digits.replace(/(\d{4})(?=\d)/g, '$1 ');
  browser.history.replaceState(null, '', browser.location.pathname);
}

startApplying(document);
